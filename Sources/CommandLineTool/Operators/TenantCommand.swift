import ArgumentParser
import EventSourcing

/// `clubs tenant …`: the schools, or networks of schools, that one installation serves.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Create tenants, add schools to them, and list them.",
        subcommands: [TenantCreate.self, TenantAddSchool.self, TenantList.self])
}

/// `clubs tenant list`: every tenant and how long its log is.
struct TenantList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tenants and how many events each has.",
        discussion: """
            EXAMPLES
              clubs tenant list
              clubs tenant list --json
            """)

    @Flag(help: "Print a line of JSON for each.")
    var json = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        var table = Table("TENANT", "EVENTS", "ID")
        try await store.withStore { store in
            try await store.withLog { log, _ in
                try await log.everyHead { head in
                    if json { try Terminal.print(head.json.line) }
                    table.append(
                        head.slug, head.position.description, head.tenant.description)
                }
            }
        }
        if !json { table.print(empty: "there is no tenant yet; see `clubs tenant create --help`") }
    }
}

extension TenantHead {
    fileprivate var json: JSONValue {
        [
            "slug": .string(slug), "events": .integer(Int64(position.value)),
            "tenant": .string(tenant.description),
        ]
    }
}

extension EventLog {
    /// Lends `body` every tenant's head, a page at a time.
    fileprivate func everyHead(_ body: (TenantHead) throws -> Void) async throws {
        let limit = 500
        var last: TenantID?
        while true {
            let page = try await heads(after: last, limit: limit)
            for head in page { try body(head) }
            guard page.count == limit else { return }
            last = page.last?.tenant
        }
    }
}
