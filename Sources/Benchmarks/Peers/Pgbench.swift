import EventSourcing
import Foundation
import LocalCluster
import PostgreSQL

/// PostgreSQL's own load generator, with scripts that append as applications commonly do.
struct Pgbench: Sendable {
    /// A way to append one event in a transaction of its own.
    enum Script: Sendable {
        /// Positions from a sequence: no order, no checks.
        case sequence
        /// Positions from a counter row, which each transaction locks until it has committed.
        case counterRow

        fileprivate var text: String {
            let bytes =
                switch self {
                case .sequence: PackageResources.sequence_sql
                case .counterRow: PackageResources.counter_row_sql
                }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private let tool: Tool
    private let server: BenchmarkServer
    private let runs = RunNumbers()

    /// Makes the peers' tables: the same columns and indexes as `log.event`.
    ///
    /// - Throws: `Tool.Absent`, or `PostgresFailure`.
    init(on server: BenchmarkServer) async throws {
        tool = try Tool(
            named: "pgbench", package: "postgresql",
            folders: [ServerProgram.find(forDataOf: nil).folder])
        self.server = server
        try await server.execute(
            script: String(decoding: PackageResources.peer_tables_sql, as: UTF8.self))
    }

    func run(_ script: Script, clients: Int, _ effort: Effort) async throws -> Sample {
        let run = await runs.next()
        let file = "\(server.folder)/append-\(run).sql"
        try script.text.write(toFile: file, atomically: true, encoding: .utf8)
        let event = PeerEvent()
        return try await GrowingTime.sample(seconds: effort.seconds) { seconds in
            let output = try await tool.run(
                [
                    "--no-vacuum", "--protocol=prepared", "--client=\(clients)",
                    "--jobs=\(min(clients, 2))", "--time=\(Int(seconds.rounded(.up)))",
                    "--file=\(file)", "--define=n=0", "--define=run=\(run)",
                    "--define=tenant=\(event.tenant)", "--define=data=\(event.data)",
                    "--define=actor=\(event.actor)", "--define=digest=\(event.digest)",
                    server.database.connectionString,
                ])
            return try PgbenchOutput(output).sample
        }
    }
}

/// The values of an event of the same size as ours.
struct PeerEvent: Sendable {
    let tenant = UUID().uuidString
    let data = Declaration.json
    let actor =
        #"{"capacity":"student","person":"0190f3c2-a1b0-7000-8000-000000000002","via":"http"}"#
    let digest = #"\x"# + String(repeating: "5a", count: 32)
}
