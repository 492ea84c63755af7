import ArgumentParser
import EventSourcing
import ReadModels

/// `clubs projector list`: the versions there are.
struct ProjectorList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the versions of the read models.",
        discussion: """
            BEHIND is the largest distance of a tenant's tables from its log, in events, those in \
            quarantine aside. A version that is kept or built is not followed until it is shown.

            EXAMPLE
              clubs projector list
            """)

    @Flag(help: "Print a list of JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        var rows: [[String: JSONValue]] = []
        try await store.withProjectors { store in
            for entry in try await store.catalog.all() {
                let condition = try await ProjectionCondition.read(
                    of: entry.version, from: store.owner)
                rows.append([
                    "version": .string(entry.version.name),
                    "state": .string(entry.state.rawValue),
                    "behind": .integer(Int64(condition.furthestBehind)),
                    "quarantined": .integer(Int64(condition.quarantineCount)),
                    "madeAt": .string(entry.madeAt.description),
                ])
            }
        }
        if json { return Terminal.print(try JSONValue.array(rows.map { .object($0) }).line) }
        var table = Table("VERSION", "STATE", "BEHIND", "QUARANTINED", "MADE")
        for row in rows {
            table.append(
                row["version"]?.string, row["state"]?.string, row["behind"]?.count,
                row["quarantined"]?.count, row["madeAt"]?.moment)
        }
        table.print()
    }
}

/// `clubs projector lag`: the tenants that are furthest behind.
struct ProjectorLag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lag", abstract: "List the tenants whose tables are furthest behind.",
        discussion: """
            EXAMPLES
              clubs projector lag
              clubs projector lag main-2 --limit 100 --json
            """)

    @Argument(help: "The version; the one that is shown, where none is given.")
    var version: String?

    @Option(help: "List this many tenants at most.")
    var limit = 20

    @Flag(help: "Print a list of JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit is one of 1 … 10000.")
        }
    }

    func run() async throws {
        let lags = try await store.withProjectors { store in
            try await TenantLag.furthest(
                try await store.version(version), limit: limit, in: store.owner)
        }
        if json {
            return Terminal.print(try JSONValue.array(lags.map(\.json)).line)
        }
        var table = Table("TENANT", "LOG", "TABLES", "BEHIND", "HELD BY")
        for lag in lags {
            table.append(
                lag.slug, lag.head.description, lag.shown.description, String(lag.events),
                lag.reason)
        }
        table.print(empty: "no tenants")
    }
}

extension TenantLag {
    var json: JSONValue {
        .object([
            "tenant": .string(tenant.description), "slug": .string(slug),
            "log": .integer(Int64(head.value)), "tables": .integer(Int64(shown.value)),
            "behind": .integer(Int64(events)), "heldBy": reason.map { .string($0) } ?? .null,
        ])
    }
}

extension JSONValue {
    fileprivate var count: String? {
        guard case .integer(let value) = self else { return nil }
        return String(value)
    }
}
