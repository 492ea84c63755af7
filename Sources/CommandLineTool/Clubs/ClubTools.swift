import ArgumentParser
import Clubs
import EventSourcing
import Foundation
import Vocabulary

/// `clubs club role …`: what people do in a club.
struct ClubRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Say who leads, and who does what.",
        subcommands: [Assign.self, Revoke.self])

    struct Assign: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Give somebody a role in a club.",
            discussion: """
                EXAMPLE
                  clubs club role assign chess $PERSON captain
                """)

        @OptionGroup var holder: Holder
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(holder.club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(.post, "clubs", PathPart(holder.club), "roles", body: holder.fields)
        }
    }

    struct Revoke: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Take a role in a club away.",
            discussion: """
                EXAMPLE
                  clubs club role revoke chess $PERSON captain
                """)

        @OptionGroup var holder: Holder
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(holder.club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .delete, "clubs", PathPart(holder.club), "roles", PathPart(holder.role.rawValue),
                PathPart(holder.person))
        }
    }

    struct Holder: ParsableArguments {
        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @Argument(help: "Who holds the role.")
        var person: PersonID

        @Argument(help: "The role.")
        var role: Club.Role

        var fields: Fields { ["person": person, "role": role] }
    }
}

/// `clubs club group CLUB PERSON`: which group a member works in.
struct ClubGroup: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Put a member into one of the club's groups, or into none.",
        discussion: """
            EXAMPLES
              clubs club group chess $PERSON blue-team
              clubs club group chess $PERSON --none
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Who is moved.")
    var person: PersonID

    @Argument(help: "The group; the club's profile names them.")
    var group: GroupName?

    @Flag(help: "Into no group.")
    var none = false

    @Option(help: ArgumentHelp("Why, as a code.", valueName: "code"))
    var reason: ReasonCode?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func validate() throws {
        guard (group == nil) == none else { throw ValidationError("Name a group, or --none.") }
    }

    func request(by _: PersonID?) -> ServiceRequest {
        guard let group else {
            return ServiceRequest(
                .delete, "clubs", PathPart(club), "members", PathPart(person), "group",
                body: ["reasonCode": reason])
        }
        return ServiceRequest(
            .post, "clubs", PathPart(club), "groups", PathPart(group), "members",
            body: ["person": person, "reasonCode": reason])
    }
}

/// `clubs club buddy CLUB NEWCOMER BUDDY`: who looks after a newcomer.
struct ClubBuddy: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "buddy",
        abstract: "Give a newcomer somebody to turn to.",
        discussion: """
            EXAMPLE
              clubs club buddy chess $NEWCOMER $BUDDY
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Who is new.")
    var newcomer: PersonID

    @Argument(help: "Who looks after them.")
    var buddy: PersonID

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .club(club) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "buddies",
            body: ["newcomer": newcomer, "buddy": buddy])
    }
}

/// `clubs club invite …`: codes that let people in.
struct ClubInvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Issue and revoke invitations.",
        subcommands: [Issue.self, Revoke.self])

    struct Issue: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Make a code that lets people in; it is shown once.",
            discussion: """
                EXAMPLE
                  clubs club invite issue chess --expires-at 2027-10-01T00:00:00Z --max-uses 5
                """)

        @Argument(help: "The club, by slug or id.")
        var club: ClubReference

        @Option(help: "Until when it works (RFC 3339).")
        var expiresAt: Timestamp

        @Option(help: "How many people it lets in.")
        var maxUses = 1

        @Option(help: "What whoever uses it becomes in the club.")
        var role: Club.Role?

        @Option(help: "The code; a random one where none is given.")
        var code: String = UUID().uuidString.lowercased()

        @Option(help: "An id of your own for the invitation.")
        var invite = InviteID(UUID())

        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        var versioned: ServiceRequest? { .club(club) }

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(
                .post, "clubs", PathPart(club), "invites",
                body: [
                    "invite": invite, "code": code, "expiresAt": expiresAt, "maxUses": maxUses,
                    "role": role,
                ])
        }
    }

    struct Revoke: ServiceWrite {
        static let configuration = CommandConfiguration(
            abstract: "Make an invitation worthless.",
            discussion: """
                EXAMPLE
                  clubs club invite revoke $INVITE
                """)

        @Argument(help: "The invitation's id.")
        var invite: InviteID

        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        func request(by _: PersonID?) -> ServiceRequest {
            ServiceRequest(.delete, "invites", PathPart(invite))
        }
    }
}
