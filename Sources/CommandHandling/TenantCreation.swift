import EventSourcing
import Foundation

/// A new tenant with its first school.
///
/// A creation that was cut off is finished by the next try.
package struct TenantCreation: Sendable {
    package var slug: String
    package var school: SchoolOpening

    package struct Created: Sendable {
        package let tenant: TenantID
        package let first: SchoolOpening.Opened
    }

    package init(slug: String, school: SchoolOpening) {
        self.slug = slug
        self.school = school
    }

    /// - Throws: `LogFailure.slugTaken` where the tenant is there already, a rejection, or
    ///   `CommandFailure`.
    package func carryOut(in log: any EventLog, through lanes: Lanes) async throws -> Created {
        let created = try await carryOutOrFind(in: log, through: lanes)
        guard created.first.isNew else { throw LogFailure.slugTaken(slug) }
        return created
    }

    /// - Returns: The tenant, whether it was there already or not.
    /// - Throws: A rejection, or `CommandFailure`.
    package func carryOutOrFind(
        in log: any EventLog, through lanes: Lanes
    ) async throws -> Created {
        let tenant = try await log.tenant(slug: slug) ?? TenantID(UUID())
        try await log.create(tenant, slug: slug)
        return Created(
            tenant: tenant,
            first: try await school.carryOut(in: tenant, as: .first, through: lanes))
    }
}
