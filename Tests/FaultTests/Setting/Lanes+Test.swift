import Catalog
import CommandHandling
import EventSourcing
import Logging

/// Lends `body` lanes that run over any log: a mutant, or one that stands still when it is told to.
func withLanes(
    over log: any EventLog, limits: LaneLimits = LaneLimits(), time: any TimeSource = SystemTime(),
    _ body: (Lanes) async throws -> Void
) async throws {
    let lanes = Lanes(log: log, codec: .catalog, time: time, limits: limits, logger: .quiet)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await lanes.run() }
        defer { group.cancelAll() }
        try await body(lanes)
    }
}
