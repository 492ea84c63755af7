import Foundation

/// Rows of the log's shape copied in, in binary, by `psql`: as fast as this server takes them.
struct BulkCopy: Sendable {
    /// Tenants among which the rows are spread, and streams in each.
    private static let tenants = 64
    private static let streams = 16

    private static let columns = """
        tenant, position, stream, version, type, schema, data, occurred_at, recorded_at, \
        command_id, command_index, body_digest, actor, correlation
        """

    let rows: Int
    private let psql: Psql
    private let server: BenchmarkServer
    private let batch: Int

    /// Has the server write the files that are copied in: one of all rows, and one for each batch.
    ///
    /// - Parameter batch: Rows in each of the batches.
    init(rows: Int, batch: Int, on server: BenchmarkServer) async throws {
        psql = try Psql(server.database)
        self.server = server
        self.rows = rows
        self.batch = min(batch, rows)
        let folder = "\(server.folder)/copies"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o777])
        // The mode above is cut by the mask of this process.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        try await prepare(folder)
    }

    /// All rows in one transaction.
    func copyAll() async throws -> Sample {
        try await psql.run("TRUNCATE peer.copied")
        return try await Sample.timing(rows) { try await psql.run(copy(from: "all")) }
    }

    /// The same rows, a transaction for each batch, one behind the other.
    func copyInBatches() async throws -> Sample {
        try await psql.run("TRUNCATE peer.copied")
        let files = (0..<batches).map { copy(from: "\($0)") }
        return try await Sample.timing(batches * batch) {
            try await psql.run(files.joined(separator: "\n"))
        }
    }

    private var batches: Int { rows / batch }

    private func copy(from file: String) -> String {
        #"\copy peer.copied (\#(Self.columns)) from '\#(server.folder)/copies/\#(file)' (format binary)"#
    }

    private func prepare(_ folder: String) async throws {
        let event = PeerEvent()
        try await psql.run(
            """
            CREATE UNLOGGED TABLE IF NOT EXISTS peer.source AS
            SELECT number, ('00000000-0000-4000-8000-' || lpad((number % \(Self.tenants))::text, 12, '0'))::uuid
                    AS tenant,
                (number / \(Self.tenants) + 1)::bigint AS position,
                'person-00000000-0000-7000-' || lpad((number % \(Self.tenants))::text, 4, '0') || '-'
                    || lpad((number / \(Self.tenants) % \(Self.streams))::text, 12, '0') AS stream,
                (number / \(Self.tenants * Self.streams) + 1)::bigint AS version,
                'directory.interests-declared'::text AS type, 1::smallint AS schema,
                '\(event.data)'::json AS data, now() AS occurred_at, now() AS recorded_at,
                gen_random_uuid() AS command_id, 0 AS command_index,
                '\(event.digest)'::bytea AS body_digest, '\(event.actor)'::json AS actor,
                gen_random_uuid() AS correlation
            FROM generate_series(0, \(rows - 1)) AS number;
            CREATE INDEX ON peer.source (number);
            COPY (SELECT \(Self.columns) FROM peer.source ORDER BY number)
                TO '\(folder)/all' (FORMAT binary);
            """)
        let pieces = (0..<batches).map { number in
            """
            COPY (SELECT \(Self.columns) FROM peer.source
                    WHERE number >= \(number * batch) AND number < \((number + 1) * batch)
                    ORDER BY number)
                TO '\(folder)/\(number)' (FORMAT binary);
            """
        }
        try await psql.run((pieces + ["DROP TABLE peer.source;"]).joined(separator: "\n"))
    }
}
