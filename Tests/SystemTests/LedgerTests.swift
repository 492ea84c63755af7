import EventSourcing
import EventStorage
import Foundation
import Gateway
import LocalCluster
import PostgreSQL
import TestSupport
import Testing

/// Processes, servers and connections fail while clients work; a ledger of what the clients were
/// told is held against the log in the end.
///
/// `CLUBS_LEDGER_FAULTS` and `CLUBS_LEDGER_COMMANDS` make it longer, `CLUBS_LEDGER_SEED` repeats
/// the faults of an earlier run.
@Suite(.timeLimit(.minutes(60)), .serialized) struct LedgerTests {
    private static let faults = setting("CLUBS_LEDGER_FAULTS") ?? 30
    private static let commands = setting("CLUBS_LEDGER_COMMANDS") ?? 5000
    private static let seed = setting("CLUBS_LEDGER_SEED") ?? Int.random(in: 1...1_000_000)
    private static let clients = 32
    /// Fewer than a club has seats and places to wait.
    private static let entriesPerClub = 400

    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    @Test func `nothing acknowledged is lost, nothing is doubled, and no position is missing`()
        async throws
    {
        print("CLUBS_LEDGER_SEED=\(Self.seed)")
        try await withFolder { folder in
            let cluster = try LocalCluster(directory: folder + "/server")
            let configuration = try await cluster.start()
            let proxies = try [0, 1].map { _ in try PostgresProxy(before: configuration) }
            defer { for proxy in proxies { proxy.stop() } }
            do {
                try await run(in: folder, on: cluster, configuration, proxies)
            } catch {
                await cluster.stop()
                throw error
            }
            await cluster.stop()
        }
    }

    private func run(
        in folder: String, on cluster: LocalCluster, _ configuration: Configuration,
        _ proxies: [PostgresProxy]
    ) async throws {
        let key = MasterKey.makeBase64()
        let program = Program(environment: [
            "DATABASE_URL": configuration.connectionString, "CLUBS_DATA": folder + "/keys",
            "CLUBS_VAULT_KEY": key, "CLUBS_LOG_LEVEL": "critical",
        ])
        let school = try await School.open(with: program)
        let signer = try await TokenSigner.open(directory: folder + "/keys")
        let (services, ledger) = (Services(), Ledger())
        let client = Client(
            services: services, signer: signer, tenant: school.tenant, ledger: ledger)
        let faults = Fault.schedule(Self.faults, seed: UInt64(Self.seed))
        let injector = FaultInjector(
            services: services, ledger: ledger, proxies: proxies, cluster: cluster)

        async let seen = Self.follow(ledger, in: configuration)
        let amidCommits = try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, proxy) in proxies.enumerated() {
                let program = program.with(
                    "DATABASE_URL", proxy.configuration.connectionString)
                group.addTask { try await services.keep(place, program) }
            }
            do {
                let amidCommits = try await work(in: school, through: client) {
                    try await injector.carryOut(faults, over: Self.commands)
                }
                try await resend(ledger.entries, through: client)
                try await expectReadModelToFollow(services, configuration)
                await services.end()
                try await group.waitForAll()
                return amidCommits
            } catch {
                ledger.close()
                await services.end()
                throw error
            }
        }
        print(
            """
            \(ledger.count) commands acknowledged, \(ledger.failures) tries failed, \
            \(faults.count) faults, \(amidCommits) of them between COMMIT sent and answered, \
            \(await services.startCount) starts
            """)
        #expect(ledger.count >= Self.commands)
        #expect(amidCommits * 3 >= faults.count)
        let audit = LedgerAudit(of: configuration)
        let inLog = try await audit.log(acknowledged: ledger.acknowledged, seen: await seen)
        #expect(inLog == [])
        let inTables = try await audit.readModel { try await refold(configuration, key: key) }
        #expect(inTables == [])
        let membership = try await readModel(of: configuration)["membership"]
        #expect(membership?.isEmpty == false)
    }

    /// What somebody sees who reads along to the end.
    private static func follow(_ ledger: Ledger, in configuration: Configuration) async -> [Int] {
        var reader = TailingReader(of: configuration)
        return await reader.positions {
            ledger.isClosed && ledger.inFlight == 0
                ? ledger.entries.map(\.position).max() ?? 0 : nil
        }
    }

    /// Clients work while `faults` happen, and until there are enough commands.
    private func work(
        in school: School, through client: Client, faults: () async throws -> Int
    ) async throws -> Int {
        let ledger = client.ledger
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.clients {
                group.addTask {
                    // Whoever fails goes home, and the others with them.
                    defer { ledger.close() }
                    var clubs = (0...).lazy.map { "club-\(number)-\($0)" }.makeIterator()
                    while !ledger.isClosed, let club = clubs.next() {
                        try await work(in: club, of: school, through: client)
                    }
                }
            }
            let amidCommits = try await faults()
            await ledger.reached(Self.commands)
            ledger.close()
            try await group.waitForAll()
            return amidCommits
        }
    }

    /// People enter one club until nobody works any more, or its waiting list could be full.
    private func work(in club: String, of school: School, through client: Client) async throws {
        try await school.foundClub(club, through: client)
        for _ in 0..<Self.entriesPerClub where !client.ledger.isClosed {
            try await school.enter(club, through: client)
        }
    }

    /// Each command sent again is answered as it was, and from the log.
    private func resend(_ entries: [Ledger.Entry], through client: Client) async throws {
        for entry in entries.shuffled().prefix(40) {
            let (position, answer, isRepeat) = try await client.send(
                entry.path, entry.body, as: entry.caller, key: entry.key)
            #expect(isRepeat && position == entry.position && answer == entry.answer)
        }
    }

    private func expectReadModelToFollow(
        _ services: Services, _ configuration: Configuration
    ) async throws {
        let connection = try await Connection.open(configuration)
        var lag = 1
        let deadline = ContinuousClock.now + .seconds(30)
        while lag != 0, ContinuousClock.now < deadline {
            let rows = try await connection.query(
                """
                SELECT head.position - checkpoint.position FROM log.head
                JOIN read.checkpoint USING (tenant)
                """
            ).rows
            lag = try rows.map { try $0.decode(Int.self) }.max() ?? 1
            await services.changed()
        }
        await connection.close()
        #expect(lag == 0, "the read model has caught up")
    }
}
