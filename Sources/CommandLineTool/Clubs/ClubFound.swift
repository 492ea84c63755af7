import ArgumentParser
import Clubs
import EventSourcing
import Foundation
import Vocabulary

/// `clubs club found SLUG`: founds a club.
struct ClubFound: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "found",
        abstract: "Found a club.",
        discussion: """
            EXAMPLES
              clubs club found chess --school $SCHOOL --name "Chess club" --kind chess \\
                --time-zone Europe/London --lead $TEACHER --capacity 20
              clubs club found choir --school $SCHOOL --name Choir --kind music \\
                --time-zone Europe/London --lead $TEACHER --join approval --dry-run
            """)

    @Argument(help: "The club's name in addresses, such as chess-club.")
    var slug: Slug

    @Option(help: "The school that hosts it, by its id.")
    var school: SchoolID

    @Option(help: "The club's name.")
    var name: String

    @Option(name: .customLong("lead"), help: "Who leads it; at least one adult.")
    var leads: [PersonID]

    @Option(help: ArgumentHelp("How many seats there are; without a limit if not given."))
    var capacity: Int?

    @Option(help: "Another school whose people may join.")
    var openTo: [SchoolID] = []

    @OptionGroup var profile: ClubProfileOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard !leads.isEmpty else { throw ValidationError("Name at least one --lead.") }
        guard profile.timeZone != nil else { throw ValidationError("Name a --time-zone.") }
    }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs",
            body: [
                "hostSchool": school, "openTo": openTo.ifAny, "slug": slug,
                "name": name, "capacity": capacity, "leads": leads,
            ] + profile.fields)
    }
}

/// `clubs club update CLUB`: changes what a club says of itself.
struct ClubUpdate: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a club's profile; what is not named stays as it is.",
        discussion: """
            EXAMPLES
              clubs club update chess --summary "Mondays, beginners welcome"
              clubs club update chess --group blue-team --group red-team --expect 7
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "The club's name.")
    var name: String?

    @OptionGroup var profile: ClubProfileOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .patch, "clubs", PathPart(club), body: ["name": name] + profile.fields)
    }
}

/// What a club says of itself, and how one comes in.
struct ClubProfileOptions: ParsableArguments {
    @Option(help: "What the club is about, in a sentence or two.")
    var summary: String?

    @Option(help: "What is done there.")
    var kind: Club.Kind?

    @Option(name: .customLong("interest"), help: "An interest that it serves; may be repeated.")
    var interests: [Interest] = []

    @Option(help: "How one comes in.")
    var join: Club.JoinPolicy?

    @Option(name: .customLong("age-band"), help: "Who may join; everybody where none is named.")
    var ageBands: [AgeBand] = []

    @Option(name: .customLong("language"), help: "A language spoken there, such as en-GB.")
    var languages: [LanguageTag] = []

    @Option(help: "Where its times are at home: an IANA name such as Europe/London.")
    var timeZone: TimeZoneID?

    @Option(help: "Who may see its roster.")
    var visibility: Visibility?

    @Option(help: "How many days a person waits who was declined.")
    var reapplyAfterDays: Int?

    @Option(help: "How many hours an offered seat is kept; 0 seats the next in line unasked.")
    var seatOfferHours: Int?

    @Option(name: .customLong("group"), help: "A group that members can be put in.")
    var groups: [GroupName] = []

    /// What was named; an empty list would be a change.
    var fields: Fields {
        [
            "summary": summary, "kind": kind, "interests": interests.ifAny, "joinPolicy": join,
            "ageBands": ageBands.ifAny, "languages": languages.ifAny, "timeZone": timeZone,
            "visibility": visibility, "reapplyAfterDays": reapplyAfterDays,
            "seatOfferHours": seatOfferHours, "groups": groups.ifAny,
        ]
    }
}

extension ServiceRequest {
    static func club(_ club: ClubReference) -> ServiceRequest {
        ServiceRequest(.get, "clubs", PathPart(club))
    }
}

extension Array {
    /// Nothing instead of an empty array.
    var ifAny: Self? { isEmpty ? nil : self }
}
