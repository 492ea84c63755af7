import Foundation
import Logging
import PostgreSQL

/// A private PostgreSQL server in a folder of its user, for a service that was given no other.
///
/// This target finds the installed server (`ServerProgram`), makes a cluster once (`Initialization`),
/// starts it and stops it. Nobody reaches the server but through a Unix socket in a folder that
/// only its user can enter, so it asks for no password.
///
/// Several processes may use one folder. `start` and `stop` take turns by a lock on the file
/// `lock`; each user holds a shared lock on `users` for as long as it lives, and whoever stops last
/// stops the server. A service that was killed holds no lock any more: the next one finds its
/// server running and goes on with it.
package actor LocalCluster {
    /// How long a starting server may recover from a crash before `start` gives up waiting.
    static let recoveryLimit: Duration = .seconds(300)
    /// How long a stopping server may take to write down what it holds in memory.
    static let stopLimit: Duration = .seconds(120)
    /// How long another process may take to start or stop the server of the same folder.
    static let turnLimit: Duration = .seconds(330)
    /// How often a running service looks whether its server still lives.
    static let watchInterval: Duration = .seconds(1)
    /// How long what a dead server has left running may take to notice and end.
    static let orphanLimit: Duration = .seconds(30)

    /// How long to wait before looking again at a server that does not answer.
    static let retryInterval: Duration = .milliseconds(50)

    /// The superuser of the cluster, and the database of the service.
    static let user = "clubs"
    static let database = "clubs"

    private let folder: ClusterFolder
    private let settings: ClusterSettings
    private let account: ServerAccount
    private var membership: FileLock?
    private let logger: Logger

    /// Touches nothing yet.
    ///
    /// - Parameter directory: An absolute path. Everything of the cluster is below it, but for the
    ///   socket's folder where the path is too long for one.
    /// - Throws: `LocalClusterFailure` when root finds no account to run a server under.
    package init(
        directory: String = LocalCluster.defaultDirectory, settings: ClusterSettings = .durable,
        logger: Logger = Logger(label: "clubs.local-cluster")
    ) throws {
        self.logger = logger
        account = try ServerAccount.current()
        folder = ClusterFolder(path: directory, owner: account)
        self.settings = settings
    }

    /// `$XDG_DATA_HOME/clubs`, or `~/.local/share/clubs`; for root `/var/lib/clubs`.
    package static var defaultDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        if geteuid() == 0 { return "/var/lib/clubs" }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/clubs" }
        return NSHomeDirectory() + "/.local/share/clubs"
    }

    /// Makes the cluster if there is none, starts its server unless it runs, and returns how to
    /// reach the service's database in it.
    ///
    /// - Throws: `LocalClusterFailure`, which says what is missing or quotes the server's log.
    package func start() async throws -> Configuration {
        try folder.prepare()
        let turn = try await FileLock.acquire(folder.lockFile, .exclusive, within: Self.turnLimit)
        defer { turn.release() }
        let deadline = ContinuousClock.now + Self.orphanLimit
        while true {
            try await launch()
            membership = try await FileLock.acquire(
                folder.usersFile, .shared, within: Self.turnLimit)
            do {
                return try await openDatabase()
            } catch let failure as PostgresFailure where failure.code == .connectFailed {
                // A killed server looks alive until the system has ended it.
                guard ContinuousClock.now < deadline else { throw failure }
                try await Task.sleep(for: Self.retryInterval)
            }
        }
    }

    /// Stops the server, unless another process uses it. Does nothing before `start`.
    package func stop() async {
        guard let membership else { return }
        self.membership = nil
        do {
            let turn = try await FileLock.acquire(
                folder.lockFile, .exclusive, within: Self.turnLimit)
            defer { turn.release() }
            membership.release()
            guard let last = try FileLock.attempt(folder.usersFile, .exclusive) else { return }
            defer { last.release() }
            guard folder.runningServer != nil else { return }
            let program = try ServerProgram.find(forDataOf: folder.dataVersion)
            try await control(
                program, "stop", "--mode=fast", limit: Self.stopLimit)
        } catch {
            // The server goes on, and the next start adopts it: nothing is lost.
            logger.warning("the private PostgreSQL server was not stopped: \(error)")
        }
    }

    /// Starts the server again whenever it has died, until the task is cancelled; ever more seldom
    /// where that does not last.
    package func keepRunning() async {
        var relaunches = Relaunches()
        var pause = Self.watchInterval
        while (try? await Task.sleep(for: pause)) != nil {
            pause = Self.watchInterval
            guard membership != nil, folder.runningServer == nil else {
                relaunches.sawAlive()
                continue
            }
            pause = relaunches.begin()
            if relaunches.attempts == 1 {
                logger.warning("the private PostgreSQL server has died and is started again")
            }
            do {
                try await launchInTurn()
                if relaunches.attempts > 1 {
                    logger.notice(
                        "the private PostgreSQL server runs after \(relaunches.attempts) attempts")
                }
            } catch {
                logger.error("\(relaunches.account(of: error))")
            }
        }
    }

    private func launchInTurn() async throws {
        let turn = try await FileLock.acquire(folder.lockFile, .exclusive, within: Self.turnLimit)
        defer { turn.release() }
        try await launch()
    }

    /// The server's process, if it runs.
    package var serverProcess: Int32? { folder.runningServer }

    /// Makes the cluster if there is none, and starts its server unless it runs.
    private func launch() async throws {
        let program = try ServerProgram.find(forDataOf: folder.dataVersion)
        if folder.dataVersion == nil {
            try await Initialization(folder: folder, program: program, account: account)
                .run(isDurable: settings.isDurable)
        }
        guard folder.runningServer == nil else { return }
        try await folder.clearRemains(within: Self.orphanLimit)
        try folder.prepareSocketDirectory()
        folder.rotateLog()
        try await control(
            program, "start", "--log=\(folder.logFile)",
            "--options=\(settings.serverOptions(socketDirectory: folder.socketDirectory))",
            limit: Self.recoveryLimit)
    }

    private func control(
        _ program: ServerProgram, _ arguments: String..., limit: Duration
    ) async throws {
        let options = [
            "--pgdata=\(folder.data)", "--wait", "--timeout=\(limit.components.seconds)",
        ]
        let result = try await account.run(program.path(of: "pg_ctl"), arguments + options)
        guard result.succeeded else {
            throw LocalClusterFailure(
                "the private PostgreSQL server in \(folder.path) did not \(arguments[0]): "
                    + result.output,
                log: folder.lastLogLines)
        }
    }

    private func openDatabase() async throws -> Configuration {
        let configuration = Configuration(
            socketDirectory: folder.socketDirectory, user: Self.user, database: Self.database)
        let connection = try await Connection.open(configuration.with(database: "postgres"))
        let known = try await connection.query(
            "SELECT 1 FROM pg_database WHERE datname = \(Self.database)")
        if known.rows.isEmpty {
            _ = try await connection.query("CREATE DATABASE \(identifier: Self.database)")
        }
        await connection.close()
        return configuration
    }
}
