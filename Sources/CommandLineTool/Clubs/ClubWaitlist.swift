import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs club waitlist …`: who waits for a seat, and why in this order.
struct ClubWaitlist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waitlist",
        abstract: "See who waits for a seat, change the order, explain a place.",
        subcommands: [Show.self, Reorder.self, Why.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show who waits, in order.",
            discussion: """
                EXAMPLES
                  clubs club waitlist show chess
                  clubs club waitlist show chess --as-of 2027-03-09
                """)

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @OptionGroup var reading: ReadingOptions
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            var request = ServiceRequest.waitlist(of: club)
            reading.apply(to: &request)
            let waiting = try await service.client().list(request, limit: .max)
            if service.json { return try Terminal.print(JSONValue.list(waiting).line) }
            var table = Table("PLACE", "NAME", "SINCE", "OFFER", "UNTIL", "PERSON")
            for person in waiting {
                table.append(
                    person["place"]?.cell, person["displayName"]?.cell, person["since"]?.moment,
                    person["offer"]?.cell, person["offerExpiresAt"]?.moment,
                    person["person"]?.cell)
            }
            table.print(empty: "nobody waits")
        }
    }

    struct Reorder: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Put everybody who waits into a new order, with a reason.",
            discussion: """
                EXAMPLE
                  clubs club waitlist reorder chess $GRACE $ADA --reason sibling-first
                """)

        static let needsVersion = true

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @Argument(help: "Everybody who waits, in the new order.")
        var people: [PersonID]

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .put, "clubs", PathPart(club), "waitlist", "order",
                body: [
                    "order": people, "reasonCode": reason.reason, "reason": reason.note,
                ])
        }
    }

    struct Why: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain why somebody stands where they stand.",
            discussion: """
                EXAMPLE
                  clubs club waitlist why chess $ADA
                """)

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @Argument(help: "Who waits.")
        var person: PersonID

        @OptionGroup var reading: ReadingOptions
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            var request = ServiceRequest(
                .get, "clubs", PathPart(club), "waitlist", PathPart(person), "explanation")
            reading.apply(to: &request)
            let answer = try await service.client().send(request).body
            if service.json { return try Terminal.print(answer.line) }
            Explanation(answer).print()
        }
    }
}

extension ServiceRequest {
    static func waitlist(of club: ClubReference) -> ServiceRequest {
        ServiceRequest(.get, "clubs", PathPart(club), "waitlist")
    }
}

/// Why a person stands at a place of the waitlist: what happened, in order.
private struct Explanation {
    private let answer: JSONValue

    init(_ answer: JSONValue) { self.answer = answer }

    func print() {
        let style = Style.ofOutput
        Terminal.print(style.bold("place \(answer["place"]?.cell ?? "?")"))
        guard case .array(let steps) = answer["steps"] else { return }
        var table = Table("AT", "WHAT", "PLACE", "REASON")
        for step in steps {
            table.append(
                step["at"]?.moment, step["what"]?.cell, step["place"]?.cell,
                step["reasonCode"]?.cell)
        }
        table.print()
    }
}

/// `clubs club offer CLUB`: offers a free seat.
struct ClubOffer: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "offer",
        abstract: "Offer a free seat to the next in line.",
        discussion: """
            Free seats are offered by themselves; this is for a lead who does not want to wait.

            EXAMPLES
              clubs club offer chess
              clubs club offer chess --person $ADA
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "Who is next; the service knows where nobody is named.")
    var person: PersonID?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "seat-offers", body: ["person": person])
    }
}

/// `clubs club accept OFFER`: takes an offered seat.
struct ClubAccept: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take a seat that was offered.",
        discussion: """
            EXAMPLE
              clubs club accept $OFFER
            """)

    @Argument(help: "The offer's id; `clubs club waitlist show` has it.")
    var offer: SeatOfferID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(.post, "seat-offers", PathPart(offer), "acceptance")
    }
}

/// `clubs club pass OFFER`: leaves an offered seat to the next in line.
struct ClubPass: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "pass",
        abstract: "Leave an offered seat to the next in line.",
        discussion: """
            EXAMPLE
              clubs club pass $OFFER
            """)

    @Argument(help: "The offer's id; `clubs club waitlist show` has it.")
    var offer: SeatOfferID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(.post, "seat-offers", PathPart(offer), "decline")
    }
}
