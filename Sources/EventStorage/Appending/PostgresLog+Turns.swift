import EventSourcing
import Foundation
import PostgreSQL

/// A turn is an advisory lock that a transaction holds which does nothing else: it is gone with the
/// transaction, however that ends, and the server gives it to whoever has waited longest.
extension PostgresLog {
    package func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws {
        // Each statement sees what is committed when it begins: those behind the lock see all that
        // the one before has appended in its turn.
        let statements =
            ["SELECT pg_advisory_xact_lock(\(Self.line(of: tenant)))"]
            + Self.opening(tenant, []) + (concern.map { [Self.news(tenant, $0)] } ?? [])
        do {
            try await turns.transaction { transaction in
                let results = try await transaction.pipeline(
                    statements, timeout: turnLimits.patience * 2)
                try await body(
                    try Self.opening(of: tenant, asking: [], from: Array(results.dropFirst())))
            }
        } catch let failure as PostgresFailure {
            // Whatever it says of the transaction's end: nothing was stored there.
            throw LogFailure(reading: failure)
        }
    }

    /// The event where the asker stands, and what matters behind it. What others have appended to
    /// streams that the asker does not know would be most of it, read and decoded for nothing.
    private static func news(_ tenant: TenantID, _ concern: Concern) -> SQL {
        let filter: SQL =
            concern.streams.map { streams in
                """
                AND (
                    position = \(concern.position.value) OR type = ANY (\(concern.types.sorted()))
                    OR stream = ANY (\(streams.map(\.text)))
                )
                """
            } ?? ""
        return news(tenant, from: concern.position, filter: filter)
    }

    /// The number of the tenant's line: the half of its id that is random. Two tenants with the
    /// same would wait for each other, and lose nothing but time.
    private static func line(of tenant: TenantID) -> Int {
        let id = tenant.uuid.uuid
        let bytes = [id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15]
        return Int(bitPattern: bytes.reduce(0) { $0 << 8 | UInt($1) })
    }
}

/// How many turns there may be, and how long each may take.
package struct TurnLimits: Sendable {
    /// How long one waits in line; whoever would have to wait longer goes without. It is more than
    /// a turn may last, so that whoever waits for a holder who has stopped gets the next.
    package var patience = Duration.milliseconds(150)
    /// How long the holder may say nothing: then the server ends its session, and the next turn
    /// begins.
    package var longestTurn = Duration.milliseconds(100)

    /// How many turns a process has or waits for at a time; more lanes wait for a connection.
    private static let count = 4
    /// How long one waits for one of them, before one waits in line.
    private static let acquireTimeout = Duration.milliseconds(50)
    /// How long making a connection may take.
    private static let connectTimeout = Duration.seconds(1)

    package init() {}

    func pool(beside writers: Pool) -> Pool {
        writers.sibling(
            limits: PoolLimits(
                maxConnections: Self.count, acquireTimeout: Self.acquireTimeout)
        ) {
            $0.lockTimeout = patience
            $0.idleInTransactionTimeout = longestTurn
            $0.connectTimeout = Self.connectTimeout
        }
    }
}
