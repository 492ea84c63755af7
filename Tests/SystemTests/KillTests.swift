import EventSourcing
import EventStorage
import Foundation
import Gateway
import LocalCluster
import PostgreSQL
import TestSupport
import Testing

/// `kill -9` of services and of the database's server while clients work.
///
/// `CLUBS_KILL_ROUNDS` makes it longer; a round kills each service and the server once.
@Suite(.timeLimit(.minutes(30)), .serialized) struct KillTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["CLUBS_KILL_ROUNDS"].flatMap { Int($0) } ?? 2
    private static let clients = 8
    /// How many commands are acknowledged between two kills.
    private static let calm = 40

    @Test func `nothing acknowledged is lost, nothing is doubled, and no position is missing`()
        async throws
    {
        try await withFolder { folder in
            let cluster = try LocalCluster(directory: folder + "/server")
            let configuration = try await cluster.start()
            do {
                try await run(in: folder, on: cluster, configuration)
            } catch {
                await cluster.stop()
                throw error
            }
            await cluster.stop()
        }
    }

    private func run(
        in folder: String, on cluster: LocalCluster, _ configuration: Configuration
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

        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0...1 { group.addTask { try await services.keep(place, program) } }
            let club = try await school.foundClub(through: client)
            try await withThrowingTaskGroup(of: Void.self) { clients in
                for _ in 0..<Self.clients {
                    clients.addTask {
                        while !ledger.isClosed { try await school.enter(club, through: client) }
                    }
                }
                for _ in 0..<Self.rounds {
                    for place in 0...1 {
                        await acknowledged(Self.calm, by: ledger)
                        await services.kill(place)
                    }
                    await acknowledged(Self.calm, by: ledger)
                    try await killServer(of: cluster)
                }
                await acknowledged(Self.calm, by: ledger)
                ledger.close()
                try await clients.waitForAll()
            }
            try await resend(ledger.entries, through: client)
            try await expectReadModelToFollow(through: client, school: school, configuration)
            await services.end()
            try await group.waitForAll()
        }
        print(
            "\(ledger.entries.count) commands acknowledged, \(ledger.failures) tries failed, "
                + "\(await services.startCount) starts")
        try await expectWholeLog(ledger.entries, in: configuration)
        let followed = try await readModel(of: configuration)
        try await rebuildReadModel(of: configuration, key: key)
        let folded = try await readModel(of: configuration)
        for name in folded.keys.sorted() {
            #expect(followed[name] == folded[name], "read.\(name)")
        }
        #expect(folded["membership"]?.isEmpty == false)
    }

    /// Waits until so many more have been acknowledged.
    private func acknowledged(_ count: Int, by ledger: Ledger) async {
        let goal = ledger.entries.count + count
        while ledger.entries.count < goal, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func killServer(of cluster: LocalCluster) async throws {
        let server = try #require(await cluster.serverProcess)
        #expect(kill(server, SIGKILL) == 0)
        _ = try await cluster.start()
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
        through client: Client, school: School, _ configuration: Configuration
    ) async throws {
        let connection = try await Connection.open(configuration)
        var lag = 1
        let deadline = ContinuousClock.now + .seconds(30)
        while lag != 0, ContinuousClock.now < deadline {
            let rows = try await connection.query(
                """
                SELECT head.position - checkpoint.position FROM log.head
                JOIN read.checkpoint USING (tenant)
                WHERE head.tenant = \(school.tenant.uuid)
                """
            ).rows
            lag = try rows.map { try $0.decode(Int.self) }.max() ?? 1
            await client.services.changed()
        }
        await connection.close()
        #expect(lag == 0, "the read model has caught up")
    }

    private func expectWholeLog(
        _ entries: [Ledger.Entry], in configuration: Configuration
    ) async throws {
        let connection = try await Connection.open(configuration)
        let rows = try await connection.query(
            """
            SELECT position, type, coalesce(data ->> 'request', data ->> 'person', '')
            FROM log.event ORDER BY position
            """
        ).rows.map { try $0.decode(Int.self, String.self, String.self) }
        let heads = try await connection.query("SELECT position FROM log.head").rows
            .map { try $0.decode(Int.self) }
        await connection.close()
        #expect(rows.map { $0.0 } == Array(1...rows.count), "positions without a gap")
        #expect(heads == [rows.count])

        // What each command has done first: `member-joined` and its like stand beside it.
        let effects = rows.filter {
            ["club.join-requested", "directory.person-registered"].contains($0.1)
        }
        let counts = Dictionary(grouping: effects) { $0.2 }.mapValues(\.count)
        #expect(counts.values.allSatisfy { $0 == 1 }, "one effect for each command")
        for entry in entries where entry.path != "clubs" {
            #expect(counts[entry.mark] == 1, "\(entry.path) was acknowledged and is lost")
        }
        let positions = Dictionary(uniqueKeysWithValues: effects.map { ($0.2, $0.0) })
        for entry in entries where entry.path == "people" {
            #expect(positions[entry.mark] == entry.position)
        }
    }
}
