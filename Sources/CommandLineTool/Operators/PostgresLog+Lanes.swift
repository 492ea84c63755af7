import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Logging

extension PostgresLog {
    /// Lends `body` lanes of its own, for commands that need no service.
    func withLanes<Result: Sendable>(
        time: any TimeSource = SystemTime(), _ body: (Lanes) async throws -> Result
    ) async throws -> Result {
        let lanes = Lanes(log: self, codec: .catalog, time: time, logger: Logger(label: "clubs"))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await lanes.run() }
            let result = try await body(lanes)
            group.cancelAll()
            return result
        }
    }
}
