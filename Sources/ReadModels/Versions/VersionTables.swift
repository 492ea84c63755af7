import PostgreSQL

/// The tables of one version: made like those of schema `read`, which migrations shape.
struct VersionTables: Sendable {
    let version: ReadVersion
    let pool: Pool

    /// Makes the schema and its tables, without any index, so that they are filled fast.
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
        try await run(
            ["DROP SCHEMA IF EXISTS \(schema) CASCADE", "CREATE SCHEMA \(schema)"] + statements)
    }

    /// Makes keys and indexes, and lets the service in.
    func complete(_ names: [String]) async throws {
        let keys = try await strings(
            """
            SELECT format(
                'ALTER TABLE %I.%I ADD CONSTRAINT %I %s', \(version.schema), part.relname,
                key.conname, pg_get_constraintdef(key.oid))
            FROM pg_constraint AS key JOIN pg_class AS part ON part.oid = key.conrelid
                JOIN pg_namespace AS space ON space.oid = part.relnamespace
            WHERE space.nspname = 'read' AND part.relname = ANY (\(names))
                AND key.contype IN ('p', 'u')
            ORDER BY part.relpages DESC, part.relname, key.conname
            """)
        let indexes = try await strings(
            """
            SELECT replace(
                pg_get_indexdef(index.indexrelid), format(' ON read.%I ', part.relname),
                format(' ON %I.%I ', \(version.schema), part.relname))
            FROM pg_index AS index JOIN pg_class AS part ON part.oid = index.indrelid
                JOIN pg_namespace AS space ON space.oid = part.relnamespace
            WHERE space.nspname = 'read' AND part.relname = ANY (\(names))
                AND NOT EXISTS (
                    SELECT FROM pg_constraint AS key WHERE key.conindid = index.indexrelid)
            ORDER BY part.relpages DESC, part.relname, index.indexrelid
            """)
        try await run(
            ["SET LOCAL maintenance_work_mem = '256MB'"] + keys + indexes + [
                "GRANT USAGE ON SCHEMA \(schema) TO clubs_service",
                """
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema)
                TO clubs_service
                """,
            ])
        try await run(names.map { "ANALYZE \(schema).\(quoted($0))" })
    }

    /// The first version's tables are the pattern of all others, so they are only emptied.
    func drop() async throws {
        guard version.schema == ReadVersion.first.schema else {
            return try await run(["DROP SCHEMA IF EXISTS \(schema) CASCADE"])
        }
        let names = ProjectorGroup.main.tables.map { quoted($0.table.name) }
        try await run(names.map { "TRUNCATE \(schema).\($0)" })
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
