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
        guard let end = events.last?.mark else { return }
        var projection = Projection(group, codec: .catalog)
        let writers = try TableWriters(
            group.tables, in: .first, await TableForms.load(group.tables, from: pool))
        var changes = ChangeSet(writers)
        for event in events {
            for change in try projection.changes(of: event) {
                try changes.add(change, of: tenant, at: event.position)
            }
        }
        _ = try await pool.pipeline(
            Checkpoints.move([.init(tenant: tenant, from: start, last: end)], .first))
        _ = try await pool.pipeline(changes.statements)
    }
}
