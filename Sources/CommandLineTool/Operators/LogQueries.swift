import ArgumentParser
import EventSourcing
import EventStorage

/// `clubs log show POSITION`: one event with its whole envelope.
struct LogShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one event with its envelope.",
        discussion: """
            EXAMPLE
              clubs log show 17
            """)

    @Argument(help: "The event's position.")
    var position: Int

    @Flag(help: "Print it as a line of JSON.")
    var json = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard position >= 1 else { throw ValidationError("Positions begin with 1.") }
    }

    func run() async throws {
        let event = try await store.withStore { store in
            try await store.withLog { log, _ in
                let tenant = try await tenant.resolve(in: log)
                return try await log.read(
                    tenant, after: Position(position - 1), types: nil, limit: 1
                ).first { $0.position.value == position }
            }
        }
        guard let event else {
            throw Failure(
                .notFound, "there is no event at position \(position)",
                remedy: "`clubs log tail` shows the last ones")
        }
        let value = try event.cloudEvent
        if json { Terminal.print(try value.line) } else { FieldList(value).print() }
    }
}

/// `clubs log stream NAME`: the history of one thing.
struct LogStream: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream", abstract: "Print the events of one stream, oldest first.",
        discussion: """
            EXAMPLE
              clubs log stream club-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10
            """)

    @Argument(help: "The stream's name, such as club-<uuid>.")
    var stream: StreamName

    @Option(help: "Print this many at most.")
    var limit = 1000

    @OptionGroup var printing: LogPrinting
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1.") }
    }

    func run() async throws {
        let events = try await store.withStore { store in
            try await store.withLog { log, _ in
                let tenant = try await tenant.resolve(in: log)
                let head = try await log.open(tenant, commands: []).head
                return try await log.read(
                    stream, of: tenant, after: 0, through: head, limit: limit)
            }
        }
        guard !events.isEmpty else {
            throw Failure(.notFound, "nothing has happened in the stream \(stream)")
        }
        try printing.print(events)
    }
}

/// `clubs log count`: how often each type of event has happened.
struct LogCount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the events of each type.",
        discussion: """
            EXAMPLES
              clubs log count
              clubs log count --tenant hillside --json
            """)

    @Flag(help: "Print an object of JSON.")
    var json = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        var counts: [String: Int64] = [:]
        try await store.withStore { store in
            try await store.withLog { log, _ in
                let tenant = try await tenant.resolve(in: log)
                try await log.everyEvent(of: tenant) { counts[$0.event.type, default: 0] += 1 }
            }
        }
        if json {
            return Terminal.print(try JSONValue.object(counts.mapValues { .integer($0) }).line)
        }
        var table = Table("EVENT", "COUNT")
        for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
            table.append(type, String(count))
        }
        table.append("total", String(counts.values.reduce(0, +)))
        table.print()
    }
}

extension EventLog {
    /// Lends `body` each event of a tenant through the present head.
    func everyEvent(
        of tenant: TenantID, _ body: (Recorded<EncodedEvent>) throws -> Void
    ) async throws {
        let head = try await open(tenant, commands: []).head
        for try await page in stream(tenant, after: .start, through: head, types: nil) {
            for event in page { try body(event) }
        }
    }
}
