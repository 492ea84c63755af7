import EventSourcing
import Logging
import PostgreSQL
import ServiceLifecycle

/// Tells other processes what this one appends, and hears what they append.
package struct LogAnnouncer: Service {
    /// How long to wait before listening again on a new connection.
    static let reconnectInterval = Duration.seconds(1)

    private let log: PostgresLog
    private let configuration: Configuration
    private let logger: Logger

    /// - Parameter configuration: Of a direct connection: `LISTEN` does not survive a pooler.
    package init(log: PostgresLog, configuration: Configuration, logger: Logger) {
        self.log = log
        self.configuration = configuration
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { try? await log.announcements.announce(through: log.readers) }
                group.addTask { await listen() }
            }
        }
    }

    private func listen() async {
        while !Task.isCancelled {
            do {
                let connection = try await Connection.open(configuration)
                for await notification in try await connection.listen(Announcements.channel) {
                    for (tenant, position) in Announcements.parse(notification.payload) {
                        await log.watermarks.raise(tenant, to: position)
                    }
                }
                await connection.close()
            } catch {
                // A shutdown closes the connection, which is nothing to speak of.
                guard !Task.isCancelled else { return }
                logger.warning("not listening to the log", metadata: ["reason": "\(error)"])
            }
            // A cancelled sleep ends the loop.
            try? await Task.sleep(for: Self.reconnectInterval)
        }
    }
}
