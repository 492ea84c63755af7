import Foundation

/// An installed PostgreSQL server.
package struct ServerProgram {
    /// The folder of `initdb`, `pg_ctl`, `postgres` and, on Debian, `pgbench`.
    package let folder: String

    private static let debianRoot = "/usr/lib/postgresql"

    func path(of name: String) -> String {
        "\(folder)/\(name)"
    }

    /// The server for a cluster: the one its data were made with, or the newest for a new cluster.
    ///
    /// `PG_BIN` names a folder and is final. Otherwise Debian's folders are searched, then `PATH`.
    ///
    /// - Parameter version: The major version that made the data, `nil` before there are any.
    /// - Throws: `LocalClusterFailure` that names the package to install.
    package static func find(
        forDataOf version: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        debianRoot: String = debianRoot
    ) throws -> ServerProgram {
        if let given = environment["PG_BIN"] {
            let program = ServerProgram(folder: given)
            guard program.isComplete else {
                throw LocalClusterFailure(
                    "PG_BIN is \(given), where initdb, pg_ctl and postgres are not")
            }
            return program
        }
        if let version {
            let program = ServerProgram(folder: "\(debianRoot)/\(version)/bin")
            if program.isComplete { return program }
        } else if let newest = installed(in: debianRoot).first {
            return newest
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let candidates = folders.map(ServerProgram.init(folder:))
        if let program = candidates.first(where: \.isComplete) { return program }
        let package = version.map { "postgresql-\($0)" } ?? "postgresql"
        throw LocalClusterFailure(
            """
            no PostgreSQL server\(version.map { " of version \($0)" } ?? "") is installed here; \
            install one (apt-get install \(package)), set PG_BIN to the folder of its programs, \
            or set DATABASE_URL to a server elsewhere
            """)
    }

    /// Debian's servers, the newest first.
    private static func installed(in root: String) -> [ServerProgram] {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted(by: >)
            .map { ServerProgram(folder: "\(root)/\($0)/bin") }
            .filter(\.isComplete)
    }

    private var isComplete: Bool {
        ["initdb", "pg_ctl", "postgres"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: path(of: $0))
        }
    }
}
