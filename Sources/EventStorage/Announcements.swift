import EventSourcing
import PostgreSQL
import Synchronization

/// Which tenants have grown since the other processes were last told.
///
/// Told by one `NOTIFY` for many commits, outside of their transactions: inside, it would
/// serialise every commit of the database.
final class Announcements: Sendable {
    static let channel = "clubs_log"
    /// At most one announcement in this time.
    static let interval = Duration.milliseconds(10)
    /// PostgreSQL takes 8,000 bytes; a longer list is cut, and the rest is found by the poll.
    static let tenantLimit = 100

    private let pending = Mutex<[TenantID: Position]>([:])
    private let (signals, signal) = AsyncStream.makeStream(
        of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func add(_ tenant: TenantID, _ position: Position) {
        pending.withLock { $0[tenant] = max($0[tenant] ?? .start, position) }
        signal.yield()
    }

    /// Tells the other processes, until cancelled.
    func announce(through pool: Pool) async throws {
        for await _ in signals {
            let grown = pending.withLock { pending in
                defer { pending.removeAll() }
                return pending
            }
            let list = grown.sorted { $0.key < $1.key }.prefix(Self.tenantLimit)
                .map { "\($0.key):\($0.value)" }.joined(separator: " ")
            // Losing an announcement costs a follower one poll, so it is not worth a retry.
            _ = try? await pool.query("SELECT pg_notify(\(Self.channel), \(list))")
            try await Task.sleep(for: Self.interval)
        }
    }

    /// The positions in an announcement.
    static func parse(_ list: String) -> [(TenantID, Position)] {
        list.split(separator: " ").compactMap { entry in
            let parts = entry.split(separator: ":")
            guard parts.count == 2, let tenant = TenantID(String(parts[0])),
                let position = Int(parts[1])
            else { return nil }
            return (tenant, Position(position))
        }
    }
}
