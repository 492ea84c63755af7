import ArgumentParser
import Directory
import EventSourcing
import Vocabulary

/// `clubs person …`: who belongs to a school, and what they may do.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Register people, and give them roles.",
        discussion: """
            EXAMPLES
              clubs person add --school $SCHOOL --kind adult --age-band adult --name "Grace"
              clubs person role assign $PERSON organizer
            """,
        subcommands: [PersonAdd.self, PersonShow.self, PersonUpdate.self, PersonRole.self])
}

/// `clubs person add`: registers a person.
struct PersonAdd: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Register a person of a school; the name is kept in the vault.",
        discussion: """
            EXAMPLE
              clubs person add --school $SCHOOL --kind student --age-band 13-15 --name "Ada"
            """)

    @Option(help: "The school, by its id.")
    var school: SchoolID

    @Option(help: "Whether they learn at the school or look after those who do.")
    var kind: PersonKind

    @Option(help: "How old they are, roughly.")
    var ageBand: AgeBand

    @Option(help: "The name that others see.")
    var name: String

    @Option(help: "The zone they live in; the school's where none is given.")
    var timeZone: TimeZoneID?

    @Option(help: "The language they are spoken to in, such as en-GB.")
    var locale: LanguageTag?

    @Option(help: "Their id in the school's own system.")
    var sourcedId: SourcedID?

    @Option(help: "The day on which they may consent themselves.")
    var consentAgeOn: CivilDate?

    @Option(help: "The day on which they come of age.")
    var adultOn: CivilDate?

    @Option(help: "An id of your own for the person.")
    var person: PersonID?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "people",
            body: [
                "person": person, "school": school, "kind": kind, "ageBand": ageBand,
                "displayName": name, "timeZone": timeZone, "locale": locale,
                "sourcedId": sourcedId, "consentAgeOn": consentAgeOn, "adultOn": adultOn,
            ])
    }
}

/// `clubs person show PERSON`: a person, as far as the caller may see them.
struct PersonShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a person, as far as you may see them.",
        discussion: """
            EXAMPLE
              clubs person show $PERSON
            """)

    @Argument(help: "The person's id.")
    var person: PersonID

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = ServiceRequest(.get, "people", PathPart(person))
        reading.apply(to: &request)
        let answer = try await service.client().send(request).body
        if service.json { return try Terminal.print(answer.line) }
        FieldList(answer).print()
    }
}

/// `clubs person role …`: what people may do in the whole tenant.
struct PersonRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Say what people may do in the whole tenant.",
        subcommands: [Assign.self, Revoke.self])

    struct Assign: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Give somebody a role.",
            discussion: """
                EXAMPLE
                  clubs person role assign $PERSON organizer
                """)

        @OptionGroup var holder: Holder
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { holder.versioned }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .post, "people", PathPart(holder.person), "roles", body: ["role": holder.role])
        }
    }

    struct Revoke: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Take a role away.",
            discussion: """
                EXAMPLE
                  clubs person role revoke $PERSON organizer
                """)

        @OptionGroup var holder: Holder
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { holder.versioned }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .delete, "people", PathPart(holder.person), "roles",
                PathPart(holder.role.rawValue))
        }
    }

    struct Holder: ParsableArguments {
        @Argument(help: "Who holds the role.")
        var person: PersonID

        @Argument(help: "The role.")
        var role: Person.Role

        var versioned: ServiceRequest { ServiceRequest(.get, "people", PathPart(person)) }
    }
}
