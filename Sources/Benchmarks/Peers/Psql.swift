import PostgreSQL

/// PostgreSQL's own client, for peers that owe nothing to ours.
struct Psql: Sendable {
    private let tool: Tool
    private let connection: String

    /// - Throws: `Tool.Absent`.
    init(_ database: Configuration) throws {
        tool = try Tool(named: "psql", package: "postgresql-client")
        connection = database.connectionString
    }

    /// Runs a script to its end, or to its first error.
    ///
    /// - Returns: What it prints, one unaligned row a line.
    /// - Throws: `Tool.Failed`.
    @discardableResult
    func run(_ script: String) async throws -> String {
        try await tool.run(
            [
                "--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
                "--set=ON_ERROR_STOP=1", "--dbname=\(connection)", "--file=-",
            ], input: script)
    }
}
