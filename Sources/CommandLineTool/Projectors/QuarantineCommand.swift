import ArgumentParser
import CommandHandling
import EventSourcing
import Foundation
import ReadModels

/// `clubs projector quarantine …`: tenants whose tables stop before an event.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "List the tenants whose tables stop before an event, and end that.",
        discussion: """
            EXAMPLES
              clubs projector quarantine list
              clubs projector quarantine release hillside
              clubs projector quarantine skip hillside --position 17 --reason "written by a bug"
            """,
        subcommands: [QuarantineList.self, QuarantineRelease.self, QuarantineSkip.self])
}

/// Which version an operator speaks of.
struct VersionOption: ParsableArguments {
    @Option(help: "The version; the one that is shown, where none is given.")
    var of: String?
}

struct QuarantineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tenants in quarantine, and why they are.",
        discussion: """
            In the order of their slugs; says how many more there are than it lists.

            EXAMPLES
              clubs projector quarantine list
              clubs projector quarantine list --of main-2 --limit 10000 --json
            """)

    @Option(help: "List this many tenants at most.")
    var limit = 1000

    @Flag(help: "Print a list of JSON.")
    var json = false

    @OptionGroup var version: VersionOption
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit is one of 1 … 10000.")
        }
    }

    func run() async throws {
        let (held, count) = try await store.withProjectors { store in
            try await TenantLag.inQuarantine(
                try await store.version(version.of), limit: limit, in: store.owner)
        }
        if count > held.count {
            Terminal.note("\(count - held.count) more tenants are in quarantine; see --limit")
        }
        if json { return Terminal.print(try JSONValue.array(held.map(\.json)).line) }
        var table = Table("TENANT", "STOPS BEFORE", "LOG", "REASON")
        for one in held {
            table.append(one.slug, one.shown.next.description, one.head.description, one.reason)
        }
        table.print(empty: "no tenant is in quarantine")
    }
}

struct QuarantineRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let the event be tried again, after a release that can show it.",
        discussion: """
            EXAMPLE
              clubs projector quarantine release hillside
            """)

    @Argument(help: "The tenant, by slug or id.")
    var tenant: TenantReference

    @OptionGroup var version: VersionOption
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let held = try await store.withProjectors { store in
            let id = try await tenant.resolve(in: store.log)
            return try await QuarantineWard(pool: store.owner).release(
                id, try await store.version(version.of))
        }
        Terminal.print(
            Style.ofOutput.green("released: ")
                + "\(tenant) is tried again at event \(held.position.next)")
    }
}

struct QuarantineSkip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Pass over the event that a tenant's tables stop before.",
        discussion: """
            Only the event that hinders can be skipped. The skip is on record for as long as the \
            version stands: `clubs doctor` and `clubs projector verify` show it.

            EXAMPLE
              clubs projector quarantine skip hillside --position 17 --reason "written by a bug"
            """)

    @Argument(help: "The tenant, by slug or id.")
    var tenant: TenantReference

    @Option(help: "The position of the event to pass over, as `quarantine list` shows it.")
    var position: Int

    @Option(help: "Why; kept with the skip.")
    var reason: String

    @Option(help: "Who has decided; else this machine's user.")
    var by: String?

    @OptionGroup var version: VersionOption
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard position >= 1 else { throw ValidationError("Positions begin with 1.") }
        guard !reason.allSatisfy(\.isWhitespace), reason.utf8.count <= 500 else {
            throw ValidationError("--reason is a text of 1 … 500 bytes.")
        }
    }

    func run() async throws {
        try await store.withProjectors { store in
            let id = try await tenant.resolve(in: store.log)
            try await QuarantineWard(pool: store.owner).skip(
                id, try await store.version(version.of), position: Position(position),
                reason: reason, by: by ?? NSUserName(), at: SystemTime().now())
        }
        Terminal.print(
            Style.ofOutput.green("skipped: ") + "event \(position) of \(tenant), on record")
    }
}
