import ArgumentParser
import Clubs
import EventSourcing
import Vocabulary

/// `clubs club join CLUB`: asks for a seat.
struct ClubJoin: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Ask for a seat, for yourself or for somebody in your care.",
        discussion: """
            Whether the person becomes a member at once, waits for a seat or for a lead's word \
            follows from the club's rules; the answer names the event.

            EXAMPLES
              clubs club join chess
              clubs club join chess --code 4f1c-77aa-90be
              clubs club join chess --person $STUDENT --via teacher
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "Who is to join; the caller where nobody is named.")
    var person: PersonID?

    @Option(help: "How they came to ask.")
    var via: Club.Via?

    @Option(help: "The code of an invitation.")
    var code: String?

    @Option(help: "What they say to the leads; kept in the vault.")
    var answers: String?

    @Option(help: "An id of your own for the request.")
    var request: JoinRequestID?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "members",
            body: [
                "request": request, "person": person, "via": via, "inviteCode": code,
                "answers": answers,
            ])
    }
}

/// `clubs club requests CLUB`: who has asked and waits for a word.
struct ClubRequests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests",
        abstract: "List who has asked to join and waits for a lead's word.",
        discussion: """
            EXAMPLE
              clubs club requests choir
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = ServiceRequest(.get, "clubs", PathPart(club), "join-requests")
        reading.apply(to: &request)
        let requests = try await service.client().list(request, limit: .max)
        if service.json { return try Terminal.print(JSONValue.list(requests).line) }
        var table = Table("REQUEST", "NAME", "STATE", "WAITS FOR", "PERSON")
        for request in requests {
            table.append(
                request["request"]?.cell, request["displayName"]?.cell, request["state"]?.cell,
                request["gate"]?.cell, request["person"]?.cell)
        }
        table.print(empty: "nobody waits for a word")
    }
}

/// `clubs club approve REQUEST`: a lead's yes.
struct ClubApprove: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let in somebody who has asked.",
        discussion: """
            EXAMPLE
              clubs club approve 0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10
            """)

    @Argument(help: "The request's id; `clubs club requests` shows it.")
    var joinRequest: JoinRequestID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(.post, "join-requests", PathPart(joinRequest), "approval")
    }
}

/// `clubs club decline REQUEST`: a lead's no.
struct ClubDecline: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "Turn down somebody who has asked.",
        discussion: """
            EXAMPLE
              clubs club decline $REQUEST --reason level --note "Come back after a year of lessons"
            """)

    @Argument(help: "The request's id; `clubs club requests` shows it.")
    var joinRequest: JoinRequestID

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "join-requests", PathPart(joinRequest), "decline",
            body: ["reasonCode": reason.reason, "reason": reason.note])
    }
}

/// `clubs club withdraw REQUEST`: the asker's own no.
struct ClubWithdraw: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take back a request to join.",
        discussion: """
            EXAMPLE
              clubs club withdraw $REQUEST
            """)

    @Argument(help: "The request's id.")
    var joinRequest: JoinRequestID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(.post, "join-requests", PathPart(joinRequest), "withdrawal")
    }
}
