import EventSourcing
import Foundation
import PostgreSQL

/// How far the policies have come in each tenant, and what is to be done later.
///
/// Never rebuilt: a policy that ran again from the beginning would do nothing twice, because its
/// commands' ids are derived, but a deadline that has passed would be judged again.
package struct PolicyState: Sendable {
    /// A command that the clock gives.
    package struct Deadline: Sendable {
        package let tenant: TenantID
        package let key: String
        package let dueAt: Timestamp
        /// The wish, as JSON.
        package let wish: [UInt8]
        /// The event that asked for it.
        package let cause: EventID

        package init(
            tenant: TenantID, key: String, dueAt: Timestamp, wish: [UInt8], cause: EventID
        ) {
            self.tenant = tenant
            self.key = key
            self.dueAt = dueAt
            self.wish = wish
            self.cause = cause
        }
    }

    /// A row that the clock leaves alone, and why.
    package struct HeldDeadline: Sendable, CustomStringConvertible {
        package let tenant: TenantID
        package let key: String
        package let reason: String

        package var description: String { "\(key) of \(tenant): \(reason)" }
    }

    /// What is due, the longest due first.
    package struct DuePage: Sendable {
        package fileprivate(set) var deadlines: [Deadline] = []
        /// What has been found to be unreadable, and is held from now on.
        package fileprivate(set) var held: [HeldDeadline] = []
        /// Whether there may be more.
        package let isFull: Bool
    }

    /// Another process has moved the checkpoint meanwhile: what it did is done. Or a failover has
    /// lost the last event: what was done because of it stays, and the next turn reads what is there.
    package struct Overtaken: Error {}

    /// How many deadlines are read at a time.
    package static let pageLimit = 100

    private let pool: Pool

    package init(pool: Pool) {
        self.pool = pool
    }

    package func checkpoint(of tenant: TenantID) async throws -> Position {
        let rows = try await pool.query(
            "SELECT position FROM policy.checkpoint WHERE tenant = \(tenant.uuid)"
        ).rows
        return try rows.first.map { try Position($0.decode(Int.self)) } ?? .start
    }

    /// The tenants after `tenant` whose log goes on behind their checkpoint, in their order.
    package func behind(after tenant: TenantID?, limit: Int) async throws -> [TenantID] {
        let condition: SQL = tenant.map { "AND head.tenant > \($0.uuid)" } ?? ""
        return try await pool.query(
            """
            SELECT head.tenant FROM log.head AS head
                LEFT JOIN policy.checkpoint AS settled ON settled.tenant = head.tenant
            WHERE head.position > coalesce(settled.position, 0) \(condition)
            ORDER BY head.tenant LIMIT \(limit)
            """
        ).rows.map { TenantID(try $0.decode(UUID.self)) }
    }

    /// Moves the checkpoint, together with the deadlines that the events set and cleared.
    ///
    /// - Throws: `Overtaken`, or `PostgresFailure`; nothing is changed then.
    package func advance(
        _ tenant: TenantID, from: Position, to last: EventMark, setting deadlines: [Deadline],
        clearing keys: [String]
    ) async throws {
        let isThere = PostgresLog.has(last, of: tenant)
        // A failover may have lost the row too.
        let isUnmoved: SQL =
            from == .start
            ? "true"
            : """
            EXISTS (
                SELECT FROM policy.checkpoint
                WHERE tenant = \(tenant.uuid) AND position = \(from.value))
            """
        let checkpoint: SQL = """
            INSERT INTO policy.checkpoint AS settled (tenant, position)
            SELECT tenant, CASE WHEN \(isThere) AND \(isUnmoved) THEN \(last.position.value) END
            FROM log.head WHERE tenant = \(tenant.uuid)
            ON CONFLICT (tenant) DO UPDATE
            SET position = CASE WHEN settled.position = \(from.value) THEN excluded.position END
            """
        let cleared: SQL = """
            DELETE FROM policy.deadline WHERE tenant = \(tenant.uuid) AND key = ANY (\(keys))
            """
        do {
            _ = try await pool.pipeline(
                [checkpoint] + deadlines.map(Self.upsert) + (keys.isEmpty ? [] : [cleared]))
        } catch let failure as PostgresFailure
            where failure.statementIndex == 0 && failure.isNotNullViolation
        {
            throw Overtaken()
        }
    }

    /// What is due outside of some tenants, the longest due first; one page of it.
    ///
    /// A row whose cause is no event's id cannot be carried out: it is held, for an operator to
    /// see, and stands in nobody's way.
    package func due(
        at time: Timestamp, outside tenants: [TenantID] = []
    ) async throws -> DuePage {
        let rows = try await pool.query(
            """
            SELECT tenant, key, due_at, wish, cause FROM policy.deadline
            WHERE due_at <= \(time) AND held IS NULL AND tenant <> ALL (\(tenants.map(\.uuid)))
            ORDER BY due_at LIMIT \(Self.pageLimit)
            """
        ).rows
        var page = DuePage(isFull: rows.count == Self.pageLimit)
        for row in rows {
            let (tenant, key, dueAt, wish, cause) = try row.decode(
                UUID.self, String.self, Timestamp.self, JSON.self, String.self)
            if let cause = EventID(cause) {
                page.deadlines.append(
                    Deadline(
                        tenant: TenantID(tenant), key: key, dueAt: dueAt, wish: wish.bytes,
                        cause: cause))
            } else {
                page.held.append(
                    HeldDeadline(
                        tenant: TenantID(tenant), key: key, reason: "its cause is no event's id"))
            }
        }
        if !page.held.isEmpty { _ = try await pool.pipeline(page.held.map(Self.hold)) }
        return page
    }

    /// What is held, `limit` at most; the number of all.
    package static func held(in pool: Pool, limit: Int) async throws -> ([HeldDeadline], Int) {
        let results = try await pool.pipeline([
            """
            SELECT tenant, key, held FROM policy.deadline WHERE held IS NOT NULL
            ORDER BY tenant, key LIMIT \(limit)
            """,
            "SELECT count(*) FROM policy.deadline WHERE held IS NOT NULL",
        ])
        let held = try results[0].rows.map { row in
            let (tenant, key, reason) = try row.decode(UUID.self, String.self, String.self)
            return HeldDeadline(tenant: TenantID(tenant), key: key, reason: reason)
        }
        return (held, try results[1].rows.first?.decode(Int.self) ?? 0)
    }

    private static func hold(_ deadline: HeldDeadline) -> SQL {
        """
        UPDATE policy.deadline SET held = \(deadline.reason)
        WHERE tenant = \(deadline.tenant.uuid) AND key = \(deadline.key)
        """
    }

    /// Takes the deadline off the list, unless it has been set anew.
    package func complete(_ deadline: Deadline) async throws {
        _ = try await pool.query(
            """
            DELETE FROM policy.deadline
            WHERE tenant = \(deadline.tenant.uuid) AND key = \(deadline.key)
                AND due_at = \(deadline.dueAt)
            """)
    }

    private static func upsert(_ deadline: Deadline) -> SQL {
        """
        INSERT INTO policy.deadline (tenant, key, due_at, wish, cause)
        VALUES (\(deadline.tenant.uuid), \(deadline.key), \(deadline.dueAt),
            \(JSON(bytes: deadline.wish)), \(deadline.cause.description))
        ON CONFLICT (tenant, key) DO UPDATE
        SET due_at = excluded.due_at, wish = excluded.wish, cause = excluded.cause, held = NULL
        """
    }
}

/// The database's clock, which judges deadlines for every process alike.
package struct DatabaseTime: Sendable {
    private let pool: Pool

    package init(pool: Pool) {
        self.pool = pool
    }

    package func now() async throws -> Timestamp {
        let rows = try await pool.query("SELECT clock_timestamp()").rows
        guard let row = rows.first else { preconditionFailure("a SELECT of one value has a row") }
        return try row.decode(Timestamp.self)
    }
}
