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
        let found = try await pool.query(Quarantine.inForce(of: tenant, version))
        guard let held = try Quarantine.inForce(in: found) else {
            throw QuarantineFailure.notHeld(tenant)
        }
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
        let skip = Skip(
            tenant: tenant, version: version.name, position: position, reason: reason,
            skippedBy: operatorName, skippedAt: time)
        do {
            try await pool.transaction { transaction in
                guard try await transaction.query(skip.record).affected == 1 else {
                    throw try await refusal(of: tenant, version, in: transaction)
                }
                // No row where it has been released meanwhile: the event is tried again.
                let ended = try await transaction.query(Quarantine.end(of: tenant, version))
                guard ended.affected == 1 else { throw QuarantineFailure.notHeld(tenant) }
            }
        } catch let failure as PostgresFailure where failure.isUniqueViolation {
            throw QuarantineFailure.notHeld(tenant)
        }
    }

    /// Why a skip is not of the event that hinders.
    private func refusal(
        of tenant: TenantID, _ version: ReadVersion, in transaction: Transaction
    ) async throws -> QuarantineFailure {
        let found = try await transaction.query(Quarantine.inForce(of: tenant, version))
        guard let held = try Quarantine.inForce(in: found) else { return .notHeld(tenant) }
        return .anotherPosition(tenant, held.position.next)
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
