import PostgreSQL

/// The tables of one version: made like those of schema `read`, which migrations shape.
struct VersionTables: Sendable {
    /// What the server may take to sort the entries of one index.
    private static let indexMemory = "256MB"

    let version: ReadVersion
    let pool: Pool

    /// Makes the tables in an empty schema, without any index, so that they are filled fast.
    func create(_ names: [String]) async throws {
        let statements = try await strings(
            """
            SELECT format(
                'CREATE TABLE %I.%I (LIKE read.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)%s',
                \(version.schema), part.relname, part.relname,
                coalesce(' WITH (' || array_to_string(part.reloptions, ', ') || ')', ''))
            FROM pg_class AS part JOIN pg_namespace AS space ON space.oid = part.relnamespace
            WHERE space.nspname = 'read' AND part.relname = ANY (\(names)) ORDER BY part.relname
            """)
        try await run(statements)
    }

    /// Makes keys, indexes and statistics, and lets the service in.
    ///
    /// - Parameter connections: How many tables are at it at a time, the largest first.
    func complete(_ names: [String], on connections: Int) async throws {
        var tables = try await completions(names).makeIterator()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            func begin() {
                guard let statements = tables.next() else { return }
                tasks.addTask { try await run(statements) }
            }
            for _ in 0..<connections { begin() }
            while try await tasks.next() != nil { begin() }
        }
        try await run([
            "GRANT USAGE ON SCHEMA \(schema) TO clubs_service",
            """
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema)
            TO clubs_service
            """,
        ])
    }

    /// What makes each table complete, for the largest one first.
    private func completions(_ names: [String]) async throws -> [[String]] {
        let definitions = try await pool.query(
            """
            SELECT part.relname::text, array_remove(array_agg(
                CASE WHEN key.oid IS NOT NULL
                    THEN format(
                        'ALTER TABLE %I.%I ADD CONSTRAINT %I %s', \(version.schema), part.relname,
                        key.conname, pg_get_constraintdef(key.oid))
                    ELSE replace(
                        pg_get_indexdef(index.indexrelid), format(' ON read.%I ', part.relname),
                        format(' ON %I.%I ', \(version.schema), part.relname))
                END ORDER BY key.conname, index.indexrelid), NULL)
            FROM pg_class AS part JOIN pg_namespace AS space ON space.oid = part.relnamespace
                JOIN pg_class AS new ON new.relname = part.relname
                JOIN pg_namespace AS own
                    ON own.oid = new.relnamespace AND own.nspname = \(version.schema)
                LEFT JOIN pg_index AS index ON index.indrelid = part.oid
                LEFT JOIN pg_constraint AS key
                    ON key.conindid = index.indexrelid AND key.contype IN ('p', 'u')
            WHERE space.nspname = 'read' AND part.relname = ANY (\(names))
            GROUP BY part.relname, new.oid
            ORDER BY pg_relation_size(new.oid) DESC, part.relname
            """
        ).rows
        return try definitions.map { row in
            let (name, statements) = try row.decode(String.self, [String].self)
            return ["SET LOCAL maintenance_work_mem = '\(Self.indexMemory)'"] + statements
                + ["ANALYZE \(schema).\(quoted(name))"]
        }
    }

    /// What drops the tables. Those of the first version are the pattern of all others, so they
    /// are only emptied.
    static func removal(of version: ReadVersion) -> [SQL] {
        guard version.schema == ReadVersion.first.schema else {
            return ["DROP SCHEMA IF EXISTS \(identifier: version.schema) CASCADE"]
        }
        return ProjectorGroup.main.tables.map { "TRUNCATE \(version.table($0.table))" }
    }

    private var schema: String { quoted(version.schema) }

    /// For names that come from the program and the catalogue.
    private func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    private func strings(_ sql: SQL) async throws -> [String] {
        try await pool.query(sql).rows.map { try $0.decode(String.self) }
    }

    /// One transaction; statements that define tables take no parameters.
    private func run(_ statements: [String]) async throws {
        try await pool.withConnection { connection in
            try await connection.execute(
                script: "BEGIN;\n" + statements.joined(separator: ";\n") + ";\nCOMMIT;")
        }
    }
}
