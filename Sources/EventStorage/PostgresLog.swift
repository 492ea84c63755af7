import EventSourcing
import Foundation
import Logging
import PostgreSQL

/// The log in PostgreSQL: `log.event`, with `log.head` as its lock.
///
/// Every append begins by moving the tenant's head from where the writer stands. A writer who does
/// not stand there fails at the head's `NOT NULL`, and with it all that follows in its pipeline:
/// so positions have no gap, no reader sees a later event before an earlier one, and no writer
/// commits on a state that it has not seen.
package final class PostgresLog: EventLog {
    /// Connections for appends and locks; reads have their own, because a lane that holds a head
    /// locked must still be able to read.
    let writers: Pool
    let readers: Pool
    /// For whole logs, read by `COPY`.
    let copiers: Pool
    /// For transactions that hold a head while their lane decides.
    let lockers: Pool
    /// For transactions that are turns of lanes.
    let turns: Pool
    let turnLimits: TurnLimits
    package let vault: Vault
    let announcements: Announcements
    package let watermarks = Watermarks()
    let appender: Appender
    let warden: LockWarden
    let writeHealth = WriteHealth()

    /// How many whole logs one process reads at a time; more wait for a connection.
    static let copierCount = 4
    /// How many heads one process holds at a time; more lanes wait for a connection.
    static let lockerCount = 4
    /// How long a head is held by a process that has stopped in the middle of a decision: then the
    /// server ends its session, and whoever waits goes on.
    package static let longestHold = Duration.seconds(5)

    /// - Parameter tenantsPerTransaction: How many tenants' batches may share a transaction; 1 on a
    ///   distributed PostgreSQL.
    package init(
        writers: Pool, readers: Pool, vault: Vault,
        tenantsPerTransaction: Int = Appender.tenantLimit, turnLimits: TurnLimits = TurnLimits()
    ) {
        self.writers = writers
        self.readers = readers
        copiers = readers.sibling(limits: PoolLimits(maxConnections: Self.copierCount)) {
            // A range of the log is in its order where the key is followed. The planner takes every
            // row for a seek, and would rather fetch and sort a range than follow the key: five
            // times as slow, on two processes, with files beside them.
            $0.settings.merge(["enable_sort": "off", "jit": "off"]) { $1 }
        }
        lockers = writers.sibling(limits: PoolLimits(maxConnections: Self.lockerCount)) {
            $0.idleInTransactionTimeout = Self.longestHold
        }
        turns = turnLimits.pool(beside: writers)
        self.turnLimits = turnLimits
        self.vault = vault
        announcements = Announcements()
        warden = LockWarden(beside: writers)
        appender = Appender(writers: writers, tenantsPerTransaction: tenantsPerTransaction)
    }

    /// Ends what is its own; the pools that it was given are their owner's.
    package func close() async {
        await withTaskGroup { group in
            for pool in [copiers, lockers, turns] { group.addTask { await pool.close() } }
            group.addTask { await self.warden.close() }
        }
    }

    package func create(_ tenant: TenantID, slug: String) async throws {
        let start = Timestamp(microseconds: 0)
        do {
            _ = try await writers.pipeline([
                """
                INSERT INTO log.tenant (slug, tenant, created_at)
                VALUES (\(slug), \(tenant.uuid), now())
                """,
                """
                INSERT INTO log.head (tenant, position, recorded_at)
                VALUES (\(tenant.uuid), 0, \(start))
                """,
            ])
        } catch let failure as PostgresFailure where failure.isUniqueViolation {
            guard try await self.tenant(slug: slug) == tenant else {
                throw LogFailure.slugTaken(slug)
            }
        } catch {
            throw LogFailure(writing: error)
        }
    }

    package func tenant(slug: String) async throws -> TenantID? {
        let rows = try await reading("SELECT tenant FROM log.tenant WHERE slug = \(slug)")
        return try rows.first.map { TenantID(try $0.decode(UUID.self)) }
    }

    package func heads(after tenant: TenantID?, limit: Int) async throws -> [TenantHead] {
        let condition: SQL = tenant.map { "WHERE head.tenant > \($0.uuid)" } ?? ""
        let rows = try await reading(
            """
            SELECT head.tenant, name.slug, head.position
            FROM log.head AS head JOIN log.tenant AS name USING (tenant) \(condition)
            ORDER BY head.tenant LIMIT \(limit)
            """)
        return try rows.map { row in
            let (tenant, slug, position) = try row.decode(UUID.self, String.self, Int.self)
            return TenantHead(
                tenant: TenantID(tenant), slug: slug, position: Position(position))
        }
    }

    package func open(_ tenant: TenantID, commands: [CommandID]) async throws -> Opening {
        do {
            let results = try await readers.pipeline(Self.opening(tenant, commands))
            return try Self.opening(of: tenant, asking: commands, from: results)
        } catch {
            throw LogFailure(reading: error)
        }
    }

    /// Where the tenant stands, and which commands it knows; the head first, so that a command
    /// which takes effect in between is one of another's and fails the append.
    static func opening(_ tenant: TenantID, _ commands: [CommandID]) -> [SQL] {
        ["SELECT position, recorded_at FROM log.head WHERE tenant = \(tenant.uuid)"]
            + (commands.isEmpty ? [] : [known(tenant, commands)])
    }

    /// The same under the head's lock, with what has happened since `position`. Each statement sees
    /// what is committed when it begins, so those behind the lock see all of it.
    static func lockedOpening(
        _ tenant: TenantID, _ commands: [CommandID], from position: Position?
    ) -> [SQL] {
        [
            """
            SELECT position, recorded_at FROM log.head WHERE tenant = \(tenant.uuid) FOR UPDATE
            """
        ]
            + (commands.isEmpty ? [] : [known(tenant, commands)])
            + (position.map { [news(tenant, from: $0)] } ?? [])
    }

    static func news(_ tenant: TenantID, from position: Position, filter: SQL = "") -> SQL {
        """
        SELECT \(raw: EventRow.columns) FROM log.event
        WHERE tenant = \(tenant.uuid) AND position >= \(position.value) \(filter)
        ORDER BY position LIMIT \(Opening.newsLimit)
        """
    }

    static func opening(
        of tenant: TenantID, asking commands: [CommandID], from results: [QueryResult]
    ) throws -> Opening {
        guard let head = results.first?.rows.first else { throw LogFailure.unknownTenant(tenant) }
        let (position, recordedAt) = try head.decode(Int.self, Timestamp.self)
        var rest = results.dropFirst()
        let known = commands.isEmpty ? nil : rest.popFirst()
        return Opening(
            head: Position(position), recordedAt: recordedAt,
            known: try known.map(known(in:)) ?? [:],
            news: try rest.first?.rows.map(EventRow.decode) ?? [])
    }

    /// Which of the commands have taken effect, with their bodies' digests.
    ///
    /// One probe of the key for each: with `= ANY` the planner reads the tenant's whole index as
    /// long as the table has no statistics, and the log of a new school has none.
    static func known(_ tenant: TenantID, _ commands: [CommandID]) -> SQL {
        """
        SELECT known.command_id, known.body_digest
        FROM unnest(\(commands.map(\.uuid))) AS asked (id),
            LATERAL (
                SELECT command_id, body_digest FROM log.event
                WHERE tenant = \(tenant.uuid) AND command_id = asked.id AND command_index = 0
                LIMIT 1
            ) AS known
        """
    }

    static func known(in result: QueryResult) throws -> [CommandID: BodyDigest] {
        let known = try result.rows.map { row in
            let (command, digest) = try row.decode(UUID.self, [UInt8].self)
            return (CommandID(command), BodyDigest(bytes: digest))
        }
        return Dictionary(known) { first, _ in first }
    }

    func reading(_ sql: SQL) async throws -> [Row] {
        do {
            return try await readers.query(sql).rows
        } catch {
            throw LogFailure(reading: error)
        }
    }
}
