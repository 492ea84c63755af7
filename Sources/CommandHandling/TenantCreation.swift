import Directory
import EventSourcing
import Foundation
import Vocabulary

/// A new tenant with its first school and the admin who goes on from there.
///
/// Every id follows from the tenant's, so a creation that was cut off is finished by the next try.
package struct TenantCreation: Sendable {
    package var slug: String
    package var school: String
    package var admin: String
    package var timeZone: TimeZoneID
    package var locale: LanguageTag = "en"
    package var country: CountryCode

    package struct Created: Sendable {
        package let tenant: TenantID
        package let school: SchoolID
        package let admin: PersonID
    }

    package init(
        slug: String, school: String, admin: String, timeZone: TimeZoneID = "UTC",
        country: CountryCode
    ) {
        self.slug = slug
        self.school = school
        self.admin = admin
        self.timeZone = timeZone
        self.country = country
    }

    /// - Throws: `LogFailure.slugTaken` where the tenant is there already, a rejection, or
    ///   `CommandFailure`.
    package func carryOut(in log: any EventLog, through lanes: Lanes) async throws -> Created {
        let (created, isNew) = try await carryOutOrFind(in: log, through: lanes)
        guard isNew else { throw LogFailure.slugTaken(slug) }
        return created
    }

    /// - Returns: The tenant, whether it was there already or not.
    /// - Throws: A rejection, or `CommandFailure`.
    package func carryOutOrFind(
        in log: any EventLog, through lanes: Lanes
    ) async throws -> (Created, isNew: Bool) {
        let tenant = try await log.tenant(slug: slug) ?? TenantID(UUID())
        let school = SchoolID(DerivedID.first("school", of: tenant))
        let admin = PersonID(DerivedID.first("admin", of: tenant))
        try await log.create(tenant, slug: slug)
        let steps: [Wish] = [
            .school(
                school,
                .register(
                    name: self.school, timeZone: timeZone, locale: locale, country: country,
                    policy: nil)),
            .person(
                admin,
                .register(
                    school: school, kind: .adult, ageBand: .adult, displayName: self.admin,
                    timeZone: nil, locale: nil, sourcedId: nil, consentAgeOn: nil, adultOn: nil)),
            .person(admin, .assignRole(role: .admin)),
        ]
        var isNew = false
        for (index, wish) in steps.enumerated() {
            let outcome = try await lanes.execute(
                CommandRequest(
                    tenant: tenant, id: CommandID(DerivedID.first("step-\(index)", of: tenant)),
                    digest: BodyDigest(bytes: []), principal: .operator, wish: wish))
            isNew = isNew || !outcome.isRepeat
        }
        return (Created(tenant: tenant, school: school, admin: admin), isNew)
    }
}
