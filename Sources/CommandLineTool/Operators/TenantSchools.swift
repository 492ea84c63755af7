import ArgumentParser
import CommandHandling
import EventSourcing
import Vocabulary

/// `clubs tenant create SLUG`: an empty log, its first school and its admin.
struct TenantCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a tenant with its first school and admin.",
        discussion: """
            EXAMPLE
              clubs tenant create hillside --school "Hillside School" --admin "Ada Byron" \\
                --time-zone Europe/London --country GB
            """)

    @Argument(help: "Its name in commands: lower-case words with hyphens, 2 to 60 characters.")
    var slug: Slug

    @OptionGroup var opening: SchoolOpeningOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let creation = TenantCreation(slug: slug.text, school: opening.school)
        let created = try await store.withStore { store in
            try await store.withLog { log, _ in
                try await log.withLanes { try await creation.carryOut(in: log, through: $0) }
            }
        }
        try opening.report(created.first, in: created.tenant, slug: slug)
        if !opening.json { Terminal.note("Next: clubs log tail --tenant \(slug)") }
    }
}

/// `clubs tenant add-school`: one more school of a network, with an admin of its own.
struct TenantAddSchool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-school",
        abstract: "Add a school with its admin to a tenant, whose people then meet in one log.",
        discussion: """
            EXAMPLE
              clubs tenant add-school --tenant hillside --school "Riverside School" \\
                --admin "Grace Hopper" --time-zone America/New_York --country US
            """)

    @OptionGroup var chosen: TenantOptions
    @OptionGroup var opening: SchoolOpeningOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let school = opening.school
        let (tenant, opened) = try await store.withStore { store in
            try await store.withLog { log, _ in
                let tenant = try await chosen.resolve(in: log)
                let opened = try await log.withLanes {
                    try await school.carryOut(in: tenant, as: .further, through: $0)
                }
                return (tenant, opened)
            }
        }
        guard opened.isNew else {
            throw Failure(
                .refused, "the tenant has a school of that name already: \(opened.school)",
                remedy: "choose another name", code: "school-exists")
        }
        try opening.report(opened, in: tenant, slug: nil)
    }
}

/// What a new school is, and how its ids are told.
struct SchoolOpeningOptions: ParsableArguments {
    @Option(name: .customLong("school"), help: "The school's name.")
    var name: String

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

    var school: SchoolOpening {
        SchoolOpening(
            name: name, admin: admin, timeZone: timeZone, locale: locale, country: country)
    }

    func report(_ opened: SchoolOpening.Opened, in tenant: TenantID, slug: Slug?) throws {
        guard !json else {
            var ids: [String: JSONValue] = [
                "tenant": .string(tenant.description), "school": .string(opened.school.description),
                "admin": .string(opened.admin.description),
            ]
            ids["slug"] = slug.map { .string($0.text) }
            return Terminal.print(try JSONValue.object(ids).line)
        }
        var table = Table("WHAT", "ID")
        table.append("tenant", tenant.description)
        table.append("school", opened.school.description)
        table.append("admin", opened.admin.description)
        table.print()
    }
}
