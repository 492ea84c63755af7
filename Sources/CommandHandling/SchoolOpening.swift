import Directory
import EventSourcing
import Foundation
import Vocabulary

/// A new school of a tenant, with the admin who goes on from there.
///
/// Every id follows from the tenant's and the place, so an opening that was cut off is finished by
/// the next try.
package struct SchoolOpening: Sendable {
    package var name: String
    package var admin: String
    package var timeZone: TimeZoneID
    package var locale: LanguageTag
    package var country: CountryCode

    package struct Opened: Sendable {
        package let school: SchoolID
        package let admin: PersonID
        /// Whether anything was left to be done.
        package let isNew: Bool
    }

    /// Which of the tenant's schools it is.
    package enum Place: Sendable {
        /// The one that the tenant begins with.
        case first
        /// A further one; a tenant's schools have different names.
        case further

        /// The derivations are frozen.
        fileprivate func kind(_ kind: String, of name: String) -> String {
            switch self {
            case .first: kind
            case .further: "\(kind) of \(name)"
            }
        }
    }

    package init(
        name: String, admin: String, timeZone: TimeZoneID = "UTC", locale: LanguageTag = "en",
        country: CountryCode
    ) {
        self.name = name
        self.admin = admin
        self.timeZone = timeZone
        self.locale = locale
        self.country = country
    }

    /// - Throws: A rejection, or `CommandFailure`.
    package func carryOut(
        in tenant: TenantID, as place: Place, through lanes: Lanes
    ) async throws -> Opened {
        func derived(_ kind: String) -> UUID {
            DerivedID.first(place.kind(kind, of: name), of: tenant)
        }
        let school = SchoolID(derived("school"))
        let admin = PersonID(derived("admin"))
        let steps: [Wish] = [
            .school(
                school,
                .register(
                    name: name, timeZone: timeZone, locale: locale, country: country, policy: nil)),
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
                    tenant: tenant, id: CommandID(derived("step-\(index)")),
                    digest: BodyDigest(bytes: []), principal: .operator, wish: wish))
            isNew = isNew || !outcome.isRepeat
        }
        return Opened(school: school, admin: admin, isNew: isNew)
    }
}
