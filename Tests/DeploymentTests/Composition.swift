import Foundation
import LocalCluster
import PostgreSQL
import TestSupport
import Testing

/// The compose file on this machine: a PostgreSQL of its own, made ready as the image makes it.
struct Composition {
    let compose: Compose
    private let database: Configuration
    private let folder: String

    fileprivate init(cluster: Configuration, folder: String) async throws {
        compose = try Compose(Compose.secrets)
        self.folder = folder
        database = cluster.with(database: "clubs")
        try await makeRoles(cluster)
    }

    /// Does what the image's entry point does: the superuser of `POSTGRES_USER`, then the script.
    private func makeRoles(_ cluster: Configuration) async throws {
        let server = try compose.service("database")
        let variables = try #require(server.environment)
        let owner = try Configuration(url: cluster.connectionString)
        let connection = try await Connection.open(owner.with(database: "postgres"))
        let name = try #require(variables["POSTGRES_USER"])
        _ = try await connection.query("CREATE ROLE \(identifier: name) SUPERUSER LOGIN")
        await connection.close()
        let script = try #require(compose.file.configs["roles"]).content
        var environment = variables
        environment["PGHOST"] = socketDirectory
        try Self.run(script, environment: environment)
    }

    private static func run(_ script: String, environment: [String: String]) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-eu", "-c", script]
        shell.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
        let errors = Pipe()
        shell.standardError = errors
        shell.standardOutput = FileHandle.nullDevice
        try shell.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }

    private var socketDirectory: String? {
        database.connectionString.firstMatch(of: /host='?([^' ]+)'?/).map { String($0.output.1) }
    }

    /// A container's variables, with the database where it stands here.
    func environment(of service: Compose.Service) throws -> [String: String] {
        var variables = try #require(service.environment)
        let url = try #require(variables["DATABASE_URL"])
        variables["DATABASE_URL"] =
            url.replacing("@database/", with: "@/") + "?host=\(try #require(socketDirectory))"
        variables["CLUBS_DATA"] = folder
        variables["CLUBS_HOST"] = "127.0.0.1"
        variables["CLUBS_OPS_PORT"] = "0"
        return variables
    }

    /// `docker compose run --rm migrate …`
    func asOwner(_ arguments: [String]) async throws -> ClubsTool.Result {
        let owner = try compose.service("migrate")
        let result = try await ClubsTool.run(
            arguments, environment: try environment(of: owner))
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    /// The service, at a free port and with its local signing key.
    func serve() async throws -> (process: RunningProcess, address: String) {
        let service = try compose.service("service")
        let arguments = try #require(service.command) + ["--port", "0"]
        let process = try await RunningProcess.start(
            arguments, environment: try environment(of: service))
        let greeting = "clubs serves http://"
        let line = await process.firstLine(beginning: greeting)
        let address = try #require(line, "\(process.errors)").dropFirst(greeting.count)
        return (process, String(address))
    }

    /// `docker compose exec service clubs token …`
    func token(person: String, tenant: String) async throws -> String {
        let service = try compose.service("service")
        let signed = try await ClubsTool.run(
            ["token", "--tenant", tenant, "--person", person, "--lifetime", "300"],
            environment: try environment(of: service))
        try #require(signed.status == 0, "\(signed.errors)")
        return signed.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Lends `body` a composition, and clears up behind it.
func withComposition(_ body: (Composition) async throws -> Void) async throws {
    let folder = "/tmp/clubs-compose-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let cluster = try LocalCluster(directory: folder, settings: .fast)
    let watchdog = try Watchdog(
        script: #"kill -QUIT $(head -n 1 "$1/data/postmaster.pid"); rm -rf "$1" "$1-keys""#,
        argument: folder)
    do {
        let composition = try await Composition(
            cluster: try await cluster.start(), folder: folder + "-keys")
        try await body(composition)
    } catch {
        await cluster.stop()
        throw error
    }
    await cluster.stop()
    watchdog.dismiss()
    for path in [folder, folder + "-keys"] where FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
    }
}
