import ArgumentParser
import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import Vocabulary

/// `clubs tenant …`: the schools, or networks of schools, that one installation serves.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Create and list tenants.",
        subcommands: [TenantCreate.self, TenantList.self])
}

/// `clubs tenant create SLUG`: an empty log, its first school and its admin.
struct TenantCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a tenant with its first school and admin.",
        discussion: """
            EXAMPLE
              clubs tenant create hillside --school "Hillside School" --admin "Ada Byron" \
            --time-zone Europe/London --country GB
            """)

    @Argument(help: "Its name in commands: lower-case words with hyphens, 2 to 60 characters.")
    var slug: Slug

    @Option(help: "The first school's name.")
    var school: String

    @Option(help: "The name of the person who administers it.")
    var admin: String

    @Option(help: "The school's time zone.")
    var timeZone: TimeZoneID = "UTC"

    @Option(help: "The school's language.")
    var locale: LanguageTag = "en"

    @Option(help: "The school's country.")
    var country: CountryCode = "GB"

    @Flag(help: "Print the ids as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let created = try await store.withStore { store in
            try await store.withLog { log, _ in try await create(in: log) }
        }
        if json {
            return try Terminal.print(
                JSONValue.object([
                    "tenant": .string(created.tenant.description), "slug": .string(slug.text),
                    "school": .string(created.school.description),
                    "admin": .string(created.admin.description),
                ]).line)
        }
        var table = Table("WHAT", "ID")
        table.append("tenant", created.tenant.description)
        table.append("school", created.school.description)
        table.append("admin", created.admin.description)
        table.print()
        Terminal.note("Next: clubs log tail --tenant \(slug)")
    }

    private func create(in log: PostgresLog) async throws -> TenantCreation.Created {
        var creation = TenantCreation(
            slug: slug.text, school: school, admin: admin, country: country)
        creation.timeZone = timeZone
        creation.locale = locale
        return try await log.withLanes { lanes in
            try await creation.carryOut(in: log, through: lanes)
        }
    }
}

/// `clubs tenant list`: every tenant and how long its log is.
struct TenantList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tenants and how many events each has.")

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
