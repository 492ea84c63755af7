import ArgumentParser
import CommandHandling
import DemoWorld
import EventSourcing
import EventStorage
import Foundation
import LocalCluster
import PostgreSQL
import Synchronization
import Vocabulary

/// `clubs demo seed`: an invented world of any size, the same for the same seed.
struct DemoSeed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Make a large, plausible, deterministic world of schools and clubs.",
        discussion: """
            Schools of several countries in networks of up to five, each network a tenant; their \
            staff, students of every age, and clubs with their queues, offers and comings and \
            goings, week by week, by the same deciders and policies as everything else. The same \
            numbers and seed give the same log, byte for byte. Run again, it goes on where it was \
            cut off, and finds done what is done. Let no service run on the database meanwhile.

            It keeps to a data folder of its own, beside the usual one (or --data, CLUBS_DATA or \
            DATABASE_URL).

            EXAMPLES
              clubs demo seed --schools 4 --students 400 --weeks 12 --seed 7
              clubs demo seed --schools 2 --students 60 --weeks 4 --commands world.ndjson
            """)

    @Option(help: "How many schools.")
    var schools = 4

    @Option(help: "How many students, of all schools together.")
    var students = 400

    @Option(help: "How many weeks of a school year.")
    var weeks = 12

    @Option(help: "The same seed makes the same world.")
    var seed: UInt64 = 1

    @Option(help: "What the tenants' slugs begin with.")
    var name = "world"

    @Option(
        help: ArgumentHelp(
            "Write the commands to this file, for `clubs import commands --clock file`, and "
                + "make nothing; - is the standard output.", valueName: "file"))
    var commands: String?

    @OptionGroup var store: StoreOptions

    private var plan: WorldPlan {
        WorldPlan(schools: schools, students: students, weeks: weeks, seed: seed, name: name)
    }

    func validate() throws {
        let bounds = [
            ("--schools", schools, WorldPlan.schoolLimit),
            ("--students", students, WorldPlan.studentLimit),
            ("--weeks", weeks, WorldPlan.weekLimit),
        ]
        for (option, value, limit) in bounds where !(1...limit).contains(value) {
            throw ValidationError("\(option) is from 1 to \(limit).")
        }
        guard Slug("\(name)-\(seed)-\(schools)") != nil, name.utf8.count <= 30 else {
            throw ValidationError("--name is lower-case words with hyphens, 30 characters at most.")
        }
    }

    func run() async throws {
        let began = ContinuousClock.now
        if let commands {
            let summary = try await write(to: commands)
            return report(summary, took: .now - began)
        }
        let summary = try await seedStore.withStore { store in
            try await store.withLog { log, _ in
                guard plan.end <= SystemTime().now() else {
                    throw Failure(
                        .usage, "the world would end in the future, on \(plan.end)",
                        remedy: "choose fewer --weeks")
                }
                let pool = Pool(store.configuration.inServiceRole)
                do {
                    let summary = try await make(in: log, PolicyState(pool: pool))
                    await pool.close()
                    return summary
                } catch {
                    await pool.close()
                    throw error
                }
            }
        }
        report(summary, took: .now - began)
        try tellNext()
    }

    private func make(
        in log: PostgresLog, _ policyState: PolicyState
    ) async throws -> WorldSummary {
        let count = plan.networks.count
        let done = Mutex((networks: 0, events: 0))
        do {
            return try await World(plan).make(in: log, policyState: policyState) {
                network, summary in
                let (networks, events) = done.withLock { done in
                    done.networks += 1
                    done.events += summary.events
                    return done
                }
                Terminal.note(
                    "\(networks) of \(count) networks  \(network.slug)  \(events) events so far")
            }
        } catch WorldFailure.otherEvents(let slug, let position) {
            throw Failure(
                .refused, "the tenant \(slug) has another story behind position \(position)",
                why: "its log was made with other numbers, or somebody has written in it since",
                remedy: "choose another --name, or an empty database", code: "other-events")
        }
    }

    /// The usual data folder is for real clubs.
    private var seedStore: StoreOptions {
        var store = store
        let isNamed = ProcessInfo.processInfo.environment["CLUBS_DATA"] != nil
        if store.data == nil, !isNamed { store.data = LocalCluster.defaultDirectory + "-world" }
        return store
    }

    private func write(to path: String) async throws -> WorldSummary {
        let file = try CommandFile(path: path)
        let summary = try await World(plan).tell { network, request, time in
            try file.add(request, of: network.slug, at: time)
        }
        try file.end()
        return summary
    }

    private func report(_ summary: WorldSummary, took: Duration) {
        var table = Table("WHAT", "COUNT")
        table.append("networks", "\(summary.networks)")
        table.append("schools", "\(schools)")
        table.append("people", "\(summary.people)")
        table.append("clubs", "\(summary.clubs)")
        table.append("commands", "\(summary.commands)")
        table.append("refused by a rule", "\(summary.refused)")
        table.append("events", "\(summary.events)")
        if commands != "-" { table.print() }
        let seconds = max(took / .seconds(1), 0.001)
        Terminal.note(
            String(
                format: "%.1f s, %.0f events a second", seconds, Double(summary.events) / seconds))
    }

    private func tellNext() throws {
        let tenant = plan.networks[0].slug
        let isURL = !ProcessInfo.processInfo.environment["DATABASE_URL", default: ""].isEmpty
        let data = isURL ? "" : "CLUBS_DATA=\(try seedStore.folder.path) "
        Terminal.note("Next: \(data)clubs log tail --tenant \(tenant)")
    }
}
