import PostgreSQL

/// A transaction of another session on this database, for operators to see who is in the way.
package struct OpenTransaction: Sendable {
    /// How many are read, the oldest first.
    package static let limit = 100
    /// How many of the tenants that one holds are named.
    package static let tenantLimit = 5
    /// How many of the tables that one locks are named.
    package static let tableLimit = 5

    /// The server's process, for `pg_terminate_backend`.
    package let processID: Int32
    package let user: String
    package let application: String
    /// The client's address; nothing for one that comes through a Unix socket.
    package let client: String?
    package let seconds: Int
    /// For how long it has been waiting for its client; nothing while a statement runs.
    package let idleSeconds: Int?
    /// Slugs of tenants whose head it has locked or moved: nobody else appends there.
    package let tenants: [String]
    /// Tables with their schemas that it has locked against whoever writes there.
    package let tables: [String]
    /// How many sessions wait for it.
    package let waiterCount: Int

    /// Those that have been open for longer than `seconds`, the oldest first.
    ///
    /// A head that is locked, or moved and not yet committed, names its transaction in `xmax`.
    package static func all(olderThan seconds: Int, in pool: Pool) async throws
        -> [OpenTransaction]
    {
        try await pool.query(
            """
            SELECT open.pid, open.usename::text, open.application_name, host(open.client_addr),
                extract(epoch FROM clock_timestamp() - open.xact_start)::bigint,
                CASE WHEN open.wait_event = 'ClientRead'
                    THEN extract(epoch FROM clock_timestamp() - open.state_change)::bigint END,
                ARRAY (
                    SELECT name.slug FROM log.head AS head JOIN log.tenant AS name USING (tenant)
                    WHERE head.xmax = open.backend_xid
                    ORDER BY name.slug LIMIT \(tenantLimit)
                ),
                ARRAY (
                    SELECT DISTINCT space.nspname || '.' || locked.relname
                    FROM pg_locks AS lock
                        JOIN pg_database AS own ON own.oid = lock.database
                        JOIN pg_class AS locked ON locked.oid = lock.relation
                        JOIN pg_namespace AS space ON space.oid = locked.relnamespace
                    WHERE lock.pid = open.pid AND lock.granted
                        AND own.datname = current_database() AND locked.relkind IN ('r', 'p')
                        AND lock.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                            'AccessExclusiveLock')
                    ORDER BY 1 LIMIT \(tableLimit)
                ),
                (
                    SELECT count(*) FROM pg_stat_activity AS waiter
                    WHERE waiter.wait_event_type = 'Lock'
                        AND open.pid = ANY (pg_blocking_pids(waiter.pid))
                )
            FROM pg_stat_activity AS open
            WHERE open.datname = current_database() AND open.backend_type = 'client backend'
                AND open.pid <> pg_backend_pid()
                AND clock_timestamp() - open.xact_start > make_interval(secs => \(Double(seconds)))
            ORDER BY open.xact_start LIMIT \(limit)
            """
        ).rows.map(OpenTransaction.init)
    }

    private init(_ row: Row) throws {
        (
            processID, user, application, client, seconds, idleSeconds, tenants, tables,
            waiterCount
        ) = try row.decode(
            Int32.self, String.self, String.self, String?.self, Int.self, Int?.self,
            [String].self, [String].self, Int.self)
    }

    /// How many sessions of others this user may not look into.
    package static func hiddenCount(in pool: Pool) async throws -> Int {
        try await pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type IS NULL
            """
        ).rows.first?.decode(Int.self) ?? 0
    }
}

extension OpenTransaction: CustomStringConvertible {
    /// `process 4711 (clubs as ada from 10.0.0.7), open for 75 s, idle for 70 s, holds hillside, 2
    /// wait for it`.
    package var description: String {
        let name = application.isEmpty ? user : "\(application) as \(user)"
        let place = client.map { " from \($0)" } ?? ""
        var parts = ["process \(processID) (\(name)\(place)), open for \(seconds) s"]
        if let idleSeconds { parts.append("idle for \(idleSeconds) s") }
        if !tenants.isEmpty { parts.append("holds \(tenants.joined(separator: ", "))") }
        if !tables.isEmpty { parts.append("locks \(tables.joined(separator: ", "))") }
        if waiterCount > 0 { parts.append("\(waiterCount) wait for it") }
        return parts.joined(separator: ", ")
    }
}
