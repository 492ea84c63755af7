import EventSourcing
import PostgreSQL

/// The one commit by which another version is shown.
extension VersionCatalog {
    /// Shows a version instead of the current one: nobody sees half of either.
    ///
    /// - Parameters:
    ///   - current: Nothing where none is shown.
    ///   - follow: Brings the version to where the current one stands in each tenant, which stands
    ///     still until the commit, so that no reader goes back.
    /// - Returns: The tenants that it does not show as far as the current one does; nothing has
    ///   been changed then.
    /// - Throws: `VersionFailure`: `.unknown` where it has been retired meanwhile, `.notBuilt` where
    ///   it is being built anew, `.changedMeanwhile` where another one is shown by now.
    func show(
        _ version: ReadVersion, insteadOf current: ReadVersion?,
        following follow: @Sendable ([TenantID: Position]) async throws -> Void
    ) async throws -> [TenantID] {
        try await pool.transaction { transaction in
            try await hold(version, insteadOf: current, in: transaction)
            if let current {
                let held = try await transaction.query(Checkpoints.held(current))
                try await follow(Checkpoints.byTenant(in: held))
                let late = try Checkpoints.tenants(
                    in: try await transaction.query(Checkpoints.late(version, than: current)))
                guard late.isEmpty else { return late }
            }
            _ = try await transaction.pipeline([
                "UPDATE projection.version SET state = 'kept' WHERE state = 'current'",
                "UPDATE projection.version SET state = 'current' WHERE name = \(version.name)",
            ])
            return []
        }
    }

    /// Whoever would retire, build anew or show one of the two waits until the commit, or has been
    /// faster.
    private func hold(
        _ version: ReadVersion, insteadOf current: ReadVersion?, in transaction: Transaction
    ) async throws {
        let names = [version, current].compactMap { $0?.name }
        let rows = try await transaction.query(
            """
            UPDATE projection.version SET state = state
            WHERE name = ANY (\(names)) OR state = 'current' RETURNING name, state
            """
        ).rows.map { try $0.decode(String.self, ReadVersion.State.self) }
        guard let (_, state) = rows.first(where: { $0.0 == version.name }) else {
            throw VersionFailure.unknown(
                version.name, known: try await all().map(\.version.name))
        }
        guard state != .building else { throw VersionFailure.notBuilt(version.name) }
        let shown = rows.first { $0.1 == .current }?.0
        guard shown == current?.name, shown != version.name else {
            throw VersionFailure.changedMeanwhile(version.name)
        }
    }
}
