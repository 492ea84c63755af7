import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs club capacity CLUB SEATS`: how many seats there are.
struct ClubCapacity: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Set how many seats a club has.",
        discussion: """
            EXAMPLES
              clubs club capacity chess 24
              clubs club capacity chess 10 --overfill --expect 12
              clubs club capacity chess --unlimited
            """)

    static let needsVersion = true

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "The number of seats.")
    var seats: Int?

    @Flag(help: "As many seats as there are people.")
    var unlimited = false

    @Flag(help: "Keep everybody who has a seat above the new number.")
    var overfill = false

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func validate() throws {
        guard (seats == nil) == unlimited else {
            throw ValidationError("Give a number of seats, or --unlimited.")
        }
    }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .put, "clubs", PathPart(club), "capacity",
            body: [
                "capacity": seats.map { .integer(Int64($0)) } ?? JSONValue.null,
                "overfill": overfill ? true : nil,
            ])
    }
}

/// `clubs club enrol …`: when people may ask to join.
struct ClubEnrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Say when people may ask to join.",
        subcommands: [Open.self, Close.self])

    struct Open: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Let people ask to join, from now on or between two moments.",
            discussion: """
                EXAMPLES
                  clubs club enrol open chess
                  clubs club enrol open chess --from 2027-09-01T08:00:00Z --to 2027-09-15T18:00:00Z
                """)

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @Option(help: "The first moment (RFC 3339).")
        var from: Timestamp?

        @Option(help: "The moment at which it ends (RFC 3339).")
        var to: Timestamp?

        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .post, "clubs", PathPart(club), "enrolment-windows",
                body: ["from": from, "to": to])
        }
    }

    struct Close: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Let nobody ask to join.",
            discussion: """
                EXAMPLE
                  clubs club enrol close chess
                """)

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(.delete, "clubs", PathPart(club), "enrolment-windows")
        }
    }
}

/// `clubs club archive CLUB`: lets a club stand still.
struct ClubArchive: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Let a club stand still; nothing of it is lost.",
        discussion: """
            EXAMPLE
              clubs club archive chess --reason end-of-year
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: ArgumentHelp("Why, as a code such as end-of-year.", valueName: "code"))
    var reason: ReasonCode

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "archive", body: ["reasonCode": reason])
    }
}

/// `clubs club restore CLUB`: wakes an archived club.
struct ClubRestore: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Let an archived club go on.",
        discussion: """
            EXAMPLE
              clubs club restore chess --reason new-year
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: ArgumentHelp("Why, as a code such as new-year.", valueName: "code"))
    var reason: ReasonCode

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "restoration", body: ["reasonCode": reason])
    }
}
