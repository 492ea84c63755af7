import EventSourcing
import PostgreSQL

/// What a rebuild cannot do without: the log copied out, the final rows copied into bare tables,
/// and their indexes.
struct BareRebuild: Sendable {
    private let psql: Psql
    private let tenant: TenantID
    private let folder: String
    private let tables: [String]
    private let indexes: [String]

    /// Keeps the rows that a version holds now in files, and makes bare tables of its kind.
    ///
    /// - Parameter schema: The version's.
    /// - Throws: `Tool.Absent`, or `Tool.Failed`.
    init(of tenant: TenantID, rowsIn schema: String, on server: BenchmarkServer) async throws {
        psql = try Psql(server.database)
        self.tenant = tenant
        folder = server.folder
        let names = try await psql.run(
            "SELECT tablename FROM pg_tables WHERE schemaname = '\(schema)' ORDER BY tablename")
        var filled: [String] = []
        for name in names.split(separator: "\n").map(String.init)
        where try await psql.run("SELECT EXISTS (SELECT FROM \(schema).\(name))").hasPrefix("t") {
            filled.append(name)
        }
        tables = filled
        let all = tables.map { "'\($0)'" }.joined(separator: ",")
        indexes = try await psql.run(
            """
            SELECT indexdef FROM pg_indexes
            WHERE schemaname = 'read' AND tablename IN (\(all)) ORDER BY indexname
            """
        ).split(separator: "\n").map { String($0).replacing(" ON read.", with: " ON rebuilt.") }
        for table in tables {
            try await psql.run(
                "\\copy \(schema).\(table) TO '\(folder)/\(table).rows' (FORMAT binary)")
        }
    }

    /// - Parameter events: How many there are in the log, which is what a rebuild counts.
    func run(events: Int) async throws -> Sample {
        try await psql.run(
            """
            SET client_min_messages = warning;
            DROP SCHEMA IF EXISTS rebuilt CASCADE;
            CREATE SCHEMA rebuilt;
            """ + tables.map { "CREATE TABLE rebuilt.\($0) (LIKE read.\($0));" }.joined())
        return try await Sample.timing(events) {
            try await psql.run(ReadSuite.copyOut(of: tenant))
            try await psql.run(
                tables.map {
                    "\\copy rebuilt.\($0) FROM '\(folder)/\($0).rows' (FORMAT binary)\n"
                }.joined())
            // As much as a version's indexes get.
            try await psql.run(
                "SET maintenance_work_mem = '256MB';\n"
                    + indexes.map { $0 + ";\n" }.joined())
        }
    }
}
