import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs club leave CLUB`: gives up one's seat.
struct ClubLeave: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "Give up your own seat, or that of somebody in your care.",
        discussion: """
            EXAMPLES
              clubs club leave chess
              clubs club leave chess --reason moved-away
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "Who leaves; the caller where nobody is named.")
    var person: PersonID?

    @Option(help: ArgumentHelp("Why, as a code such as moved-away.", valueName: "code"))
    var reason: ReasonCode?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by caller: PersonID?) throws -> ServiceRequest {
        guard let person = person ?? caller else {
            throw Failure(.usage, "the token does not tell who leaves", remedy: "name --person")
        }
        return ServiceRequest(
            .delete, "clubs", PathPart(club), "members", PathPart(person),
            body: reason.map { ["reasonCode": $0] })
    }
}

/// `clubs club remove CLUB PERSON`: takes somebody's seat away.
struct ClubRemove: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take somebody's seat away, with a reason.",
        discussion: """
            EXAMPLE
              clubs club remove chess $PERSON --reason conduct --no-return-until 2027-09-01T00:00:00Z
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Who has to leave.")
    var person: PersonID

    @Option(help: "Until when they may not come back (RFC 3339).")
    var noReturnUntil: Timestamp?

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "members", PathPart(person), "removal",
            body: [
                "reasonCode": reason.reason, "reason": reason.note,
                "noReturnUntil": noReturnUntil,
            ])
    }
}

/// `clubs club suspend CLUB PERSON`: keeps somebody away for a while.
struct ClubSuspend: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Keep a member away for a while; the seat stays theirs.",
        discussion: """
            EXAMPLE
              clubs club suspend chess $PERSON --until 2027-03-16T00:00:00Z --reason conduct
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Who is suspended.")
    var person: PersonID

    @Option(help: "Until when (RFC 3339).")
    var until: Timestamp

    @Option(help: ArgumentHelp("Why, as a code such as conduct.", valueName: "code"))
    var reason: ReasonCode

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "members", PathPart(person), "suspension",
            body: ["until": until, "reasonCode": reason])
    }
}

/// `clubs club lift CLUB PERSON`: ends a suspension.
struct ClubLift: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "lift",
        abstract: "End a suspension before its time.",
        discussion: """
            EXAMPLE
              clubs club lift chess $PERSON
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Who is suspended.")
    var person: PersonID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .delete, "clubs", PathPart(club), "members", PathPart(person), "suspension")
    }
}
