import EventSourcing
import PostgreSQL

/// What an operator can do for a tenant whose read models stop before an event.
package struct QuarantineWard: Sendable {
    let pool: Pool

    /// - Parameter pool: With the rights of the tables' owner.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Lets whoever follows try the event again, after a release that can show it.
    ///
    /// - Throws: `QuarantineFailure.notHeld`.
    package func release(_ tenant: TenantID, _ version: ReadVersion) async throws -> Quarantine {
        let held = try await quarantine(of: tenant, version)
        _ = try await pool.query(Quarantine.end(of: tenant, version))
        return held
    }

    /// Passes over the event that the tenant stops before, for ever in this version, and puts
    /// that on record.
    ///
    /// - Throws: `QuarantineFailure`: only the event that hinders can be skipped.
    package func skip(
        _ tenant: TenantID, _ version: ReadVersion, position: Position, reason: String,
        by operatorName: String, at time: Timestamp
    ) async throws {
        let held = try await quarantine(of: tenant, version)
        guard held.position.next == position else {
            throw QuarantineFailure.anotherPosition(tenant, held.position.next)
        }
        let skip = Skip(
            tenant: tenant, version: version.name, position: position, reason: reason,
            skippedBy: operatorName, skippedAt: time)
        do {
            _ = try await pool.pipeline([skip.record, Quarantine.end(of: tenant, version)])
        } catch let failure as PostgresFailure where failure.isUniqueViolation {
            throw QuarantineFailure.notHeld(tenant)
        }
    }

    private func quarantine(
        of tenant: TenantID, _ version: ReadVersion
    ) async throws -> Quarantine {
        let found = try await pool.query(Quarantine.inForce(of: tenant, version))
        guard let held = try Quarantine.inForce(in: found) else {
            throw QuarantineFailure.notHeld(tenant)
        }
        return held
    }
}

/// Why a quarantine is not ended.
package enum QuarantineFailure: Error, Equatable, CustomStringConvertible {
    case notHeld(TenantID)
    case anotherPosition(TenantID, Position)

    package var description: String {
        switch self {
        case .notHeld(let tenant): "tenant \(tenant) is in no quarantine"
        case .anotherPosition(let tenant, let position):
            "what hinders tenant \(tenant) is its event \(position), and only that can be skipped"
        }
    }
}
