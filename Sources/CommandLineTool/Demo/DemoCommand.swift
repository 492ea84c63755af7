import ArgumentParser
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Gateway
import LocalCluster
import Logging
import ServiceLifecycle
import Vocabulary

/// `clubs demo`: a real club, from its founding to its split, through everything there is.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Tell the life of a real club through the service, and show its page.",
        discussion: """
            A university's karate club of 1970 to 1972 is founded, 34 people join it, and it splits \
            in two, all by the real commands over HTTP under a scripted clock. Three real chess \
            tournaments follow, and one of them goes on as our own engine pairs it. Then the \
            service stays up with their pages, until Ctrl-C. Told again, it finds done what is \
            done.

            It keeps to a data folder of its own, beside the usual one (or --data, or CLUBS_DATA). \
            With DATABASE_URL it uses that database, as long as nobody else's events are in it.

            EXAMPLES
              clubs demo
              clubs demo --once          tells the story, prints the summary and ends
              clubs demo --port 9000
            """, subcommands: [DemoSeed.self])

    /// The tenant of the story.
    static let slug = "karate-demo"

    @Flag(help: "End after the story.")
    var once = false

    @OptionGroup var options: ServeOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        try ServiceLog.begin(level: .warning)
        let began = ContinuousClock.now
        let folder = try demoFolder
        try await folder.withStore { store in
            let time = ScriptedTime(KarateStory.Day.registration.midnight)
            let tenant = try await prepare(store, time)
            var service = ServiceProcess(store: store, options: serveOptions)
            service.time = time
            try await service.run { address in
                let teller = StoryTeller(
                    base: address,
                    signer: try await TokenSigner.open(directory: store.folder.path),
                    tenant: tenant.tenant, time: time)
                let story = KarateStory(
                    data: try KarateClub.read(), teller: teller, school: tenant.first.school,
                    admin: tenant.first.admin)
                let rosters = try await story.tell { Terminal.print($0) }
                let chess = ChessStory(
                    teller: teller, school: tenant.first.school, admin: tenant.first.admin)
                let tournaments = try await chess.tell { Terminal.print($0) }
                DemoSummary(
                    address: address, rosters: rosters, tournaments: tournaments,
                    admin: tenant.first.admin,
                    folder: store.cluster == nil ? nil : store.folder,
                    took: ContinuousClock.now - began, staysUp: !once
                ).print()
                guard !once else { return }
                // From here on visitors act, and they live today.
                await time.follow(SystemTime())
                try await gracefulShutdown()
            }
        }
    }

    /// The usual data folder is for real clubs.
    private var demoFolder: StoreOptions {
        get throws {
            var store = store
            let isNamed = ProcessInfo.processInfo.environment["CLUBS_DATA"] != nil
            if store.data == nil, !isNamed { store.data = LocalCluster.defaultDirectory + "-demo" }
            return store
        }
    }

    /// What ends by itself needs no port that people know.
    private var serveOptions: ServeOptions {
        var options = options
        if once, options.port == nil { options.port = 0 }
        return options
    }

    /// The university, or where the story was told before, the one of then.
    private func prepare(
        _ store: Store, _ time: ScriptedTime
    ) async throws -> TenantCreation.Created {
        try await store.withLog { log, _ in
            let others = try await log.heads(after: nil, limit: 2).filter { $0.slug != Self.slug }
            guard others.isEmpty else {
                throw Failure(
                    .refused, "there are other tenants than the demo's: \(others[0].slug)",
                    why: "the story's clock is scripted, and theirs would be too",
                    remedy: "name a folder of its own with --data, and unset DATABASE_URL")
            }
            let creation = TenantCreation(
                slug: Self.slug,
                school: SchoolOpening(
                    name: "The University", admin: "The Registrar", timeZone: "America/Chicago",
                    country: "US"))
            return try await log.withLanes(time: time) { lanes in
                try await creation.carryOutOrFind(in: log, through: lanes)
            }
        }
    }
}
