import Catalog
import EventSourcing
import PostgreSQL

@testable import ReadModels

/// A mutant of the design: the checkpoint moves in a transaction of its own, before the rows.
struct TornProjector {
    private static let pageLimit = 1000

    let log: any EventLog
    let pool: Pool

    func follow(_ tenant: TenantID, from start: Position) async throws {
        let group = ProjectorGroup.main
        let events = try await log.read(tenant, after: start, types: nil, limit: Self.pageLimit)
        guard let end = events.last?.position else { return }
        var projection = Projection(group, codec: .catalog)
        var changes = ChangeSet()
        for event in events {
            for change in try projection.changes(of: event) {
                changes.add(change, of: tenant, at: event.position)
            }
        }
        let forms = try await TableForms.load(group.tables, from: pool)
        _ = try await pool.pipeline(
            Checkpoints.move([.init(tenant: tenant, from: start, to: end)], .first))
        _ = try await pool.pipeline(try changes.statements(for: .first, forms))
    }
}
