import ArgumentParser
import EventSourcing
import EventStorage

/// `clubs log …`: reads the log itself.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Read the log: follow it, look at events, count them, prove it whole.",
        discussion: """
            Events carry no name and no free text; those stand in the vault. With --json each \
            event is a line in the form of CloudEvents 1.0.

            EXAMPLES
              clubs log tail --tenant hillside
              clubs log stream club-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10
              clubs log verify
            """,
        subcommands: [
            LogTail.self, LogShow.self, LogStream.self, LogCount.self, LogVerify.self,
        ])
}

/// Which tenant's events, and in which form.
struct LogOptions: ParsableArguments {
    @OptionGroup var tenant: TenantOptions

    @Flag(help: "Print JSON; events as CloudEvents.")
    var json = false

    @OptionGroup var store: StoreOptions

    func withLog<Result>(_ body: (PostgresLog, TenantID) async throws -> Result) async throws
        -> Result
    {
        try await store.withStore { store in
            try await store.withLog { log, _ in
                try await body(log, try await tenant.resolve(in: log))
            }
        }
    }
}

/// Which of a tenant's events.
struct EventFilter: ParsableArguments {
    @Option(help: "The first position.")
    var from: Int?

    @Option(
        help: ArgumentHelp(
            "Only events of this type, such as club.member-joined.", valueName: "type"))
    var types: [String] = []

    var typeSet: Set<String>? { types.isEmpty ? nil : Set(types) }
    var start: Position? { from.map { Position(max(0, $0 - 1)) } }
}

/// `clubs log tail`: the last events, and then whatever comes.
struct LogTail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the last events and then each new one, until you stop it.",
        discussion: """
            EXAMPLES
              clubs log tail --tenant hillside
              clubs log tail --from 1 --no-follow --json > log.ndjson
              clubs log tail --types club.member-joined --types club.member-left
            """)

    /// How many past events are shown where no position is named.
    static let shownBefore = 10

    @Flag(inversion: .prefixedNo, help: "Go on with new events.")
    var follow = true

    @Option(help: "How many events at most.")
    var limit: Int?

    @OptionGroup var filter: EventFilter
    @OptionGroup var options: LogOptions

    func run() async throws {
        try await options.withLog { log, tenant in
            let head = try await log.open(tenant, commands: []).head
            let start = filter.start ?? Position(max(0, head.value - Self.shownBefore))
            let types = filter.typeSet
            if follow {
                try await print(log.follow(tenant, after: start, types: types))
            } else {
                try await print(log.pages(of: tenant, after: start, through: head, types: types))
            }
        }
    }

    private func print(_ pages: some AsyncSequence<[Recorded<EncodedEvent>], any Error>)
        async throws
    {
        var remaining = limit ?? .max
        let printer = EventPrinter(json: options.json)
        for try await page in pages {
            for event in page.prefix(remaining) { try printer.print(event) }
            remaining -= min(remaining, page.count)
            if remaining == 0 { return }
        }
    }
}

/// `clubs log show POSITION`: one event with its envelope.
struct LogShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one event with its whole envelope.",
        discussion: """
            EXAMPLE
              clubs log show 10234 --tenant hillside
            """)

    @Argument(help: "The event's position.")
    var position: Int

    @OptionGroup var options: LogOptions

    func run() async throws {
        try await options.withLog { log, tenant in
            let page = try await log.read(
                tenant, after: Position(position - 1), types: nil, limit: 1)
            guard let event = page.first, event.position.value == position else {
                throw Failure(.notFound, "there is no event at position \(position)")
            }
            try EventPrinter(json: options.json).printInFull(event)
        }
    }
}

/// `clubs log stream NAME`: the events of one stream.
struct LogStream: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Print the events of one stream, oldest first.",
        discussion: """
            EXAMPLE
              clubs log stream club-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10
            """)

    private static let pageLimit = 500

    @Argument(help: "The stream, such as club-<uuid>.")
    var stream: StreamName

    @OptionGroup var options: LogOptions

    func run() async throws {
        try await options.withLog { log, tenant in
            let head = try await log.open(tenant, commands: []).head
            let printer = EventPrinter(json: options.json)
            var version = 0
            while true {
                let page = try await log.read(
                    stream, of: tenant, after: version, through: head, limit: Self.pageLimit)
                for event in page { try printer.print(event) }
                guard let last = page.last else { break }
                version = last.version
            }
            guard version > 0 else {
                throw Failure(.notFound, "there is no stream \(stream)")
            }
        }
    }
}

extension StreamName: ExpressibleByArgument {}

/// `clubs log count`: how many events of each type there are.
struct LogCount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count the events of each type.",
        discussion: """
            EXAMPLES
              clubs log count --tenant hillside
              clubs log count --from 1000 --json
            """)

    @OptionGroup var filter: EventFilter
    @OptionGroup var options: LogOptions

    func run() async throws {
        var counts: [String: Int64] = [:]
        try await options.withLog { log, tenant in
            let head = try await log.open(tenant, commands: []).head
            let pages = log.pages(
                of: tenant, after: filter.start ?? .start, through: head, types: filter.typeSet)
            for try await page in pages {
                for event in page { counts[event.event.type, default: 0] += 1 }
            }
        }
        if options.json {
            return try Terminal.print(
                JSONValue.object(counts.mapValues { .integer($0) }).line)
        }
        var table = Table("EVENTS", "TYPE")
        for (type, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.append(String(count), type)
        }
        table.print(empty: "the log is empty")
    }
}
