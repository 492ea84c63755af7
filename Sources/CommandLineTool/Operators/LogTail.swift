import ArgumentParser
import Catalog
import EventSourcing
import EventStorage

/// `clubs log tail`: the last events, and those that come.
struct LogTail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the last events, and then each as it comes.",
        discussion: """
            EXAMPLES
              clubs log tail
              clubs log tail --from 1 --types club.member-joined,club.member-left --no-follow --json
            """)

    @Option(help: "The first position; else the last ten events.")
    var from: Int?

    @Option(help: "Only events of these types, separated by commas.")
    var types: String?

    @Option(help: "Stop after this many.")
    var limit: Int?

    @Flag(inversion: .prefixedNo, help: "Wait for events that come.")
    var follow = true

    @OptionGroup var printing: LogPrinting
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    private var wanted: Set<String>? {
        types.map { Set($0.split(separator: ",").map(String.init)) }
    }

    func validate() throws {
        if let unknown = wanted?.first(where: { DomainEvent.Family(wireName: $0) == nil }) {
            throw ValidationError("There is no event type \(unknown); see `clubs log count`.")
        }
        if let from, from < 1 { throw ValidationError("--from begins with 1.") }
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1.") }
    }

    func run() async throws {
        try await store.withStore { store in
            try await store.withLog { log, _ in try await tail(log) }
        }
    }

    private func tail(_ log: PostgresLog) async throws {
        let tenant = try await tenant.resolve(in: log)
        var rest = limit ?? .max
        let head = try await log.open(tenant, commands: []).head
        var position = from.map { Position($0 - 1) } ?? Position(max(0, head.value - 10))
        while rest > 0, position < head {
            let page = try await log.read(
                tenant, after: position, types: wanted, limit: min(rest, Follower.pageLimit))
            guard let last = page.last else { break }
            try printing.print(page)
            rest -= page.count
            position = last.position
        }
        guard follow, rest > 0 else { return }
        for try await page in log.follow(tenant, after: max(position, head), types: wanted) {
            try printing.print(Array(page.prefix(rest)))
            rest -= min(rest, page.count)
            if rest == 0 { return }
        }
    }
}
