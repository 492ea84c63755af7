import Clubs
import EventSourcing
import ReadModels
import Vocabulary

/// The people of a club whom the viewer may see by name.
struct PeopleView: Sendable {
    let count: String
    let isShown: Bool
    let members: [Person]
    /// The address of the rest of the roster.
    let more: String?
    let comparison: String?
    let hasGroups: Bool
    let groupNames: [String]
    /// Nothing where nobody waits, or the viewer may not know who.
    let queue: Queue?
    /// The same for those who have asked.
    let desk: Desk?

    struct Queue: Sendable {
        let waiting: [Waiting]
    }

    struct Desk: Sendable {
        let asking: [Asking]
    }

    struct Person: Sendable {
        let name: String
        let number: Int
        let since: LocalMoment
        let tags: [String]
        let isYou: Bool
        let hasLeft: Bool
    }

    struct Waiting: Sendable {
        let name: String
        let since: LocalMoment
        let offer: LocalMoment?
    }

    struct Asking: Sendable {
        let name: String
        let since: LocalMoment
    }

    init(_ facts: ClubFacts, _ club: ClubView, path: String) {
        count = club.members == 1 ? "1 member" : "\(club.members) members"
        isShown = facts.roster != nil
        let entries = facts.roster?.items ?? []
        members = entries.map { Person($0, facts) }
        let past = facts.moment.asOf.map { "&asOf=\($0)" } ?? ""
        more = facts.roster?.next.map { "\(path)?members=\($0)\(past)#members" }
        comparison = facts.stillMembers.flatMap { still in
            Self.comparison(still.count, of: entries.count, isWhole: facts.roster?.next == nil)
        }
        groupNames = club.groups.map(\.text)
        hasGroups = !groupNames.isEmpty
        let waiting = (facts.waitlist ?? []).map { entry in
            Waiting(
                name: entry.displayName, since: facts.clock.words(entry.since),
                offer: entry.offerExpiresAt.map(facts.clock.words))
        }
        queue = waiting.isEmpty ? nil : Queue(waiting: waiting)
        let asking = (facts.asking?.items ?? []).map { request in
            Asking(name: request.displayName, since: facts.clock.words(request.askedAt))
        }
        desk = asking.isEmpty ? nil : Desk(asking: asking)
    }

    private static func comparison(_ still: Int, of all: Int, isWhole: Bool) -> String? {
        guard isWhole, all > 0 else { return nil }
        if still == all { return "All of them are members today." }
        if still == 0 { return "None of them is a member today." }
        return "\(still) of them \(still == 1 ? "is a member" : "are members") today; "
            + "the names of the others are struck through."
    }
}

extension PeopleView.Person {
    fileprivate init(_ entry: RosterEntry, _ facts: ClubFacts) {
        var tags = entry.roles.map(\.words)
        if let group = entry.group { tags.append(group.text) }
        // Whose turn it is to rest is between them, the leads and the school.
        if facts.viewer.maySeeQueue(of: facts.today) || facts.viewer.isSelf(entry.person),
            let until = entry.suspendedUntil
        {
            tags.append("suspended until \(facts.clock.words(until).day)")
        }
        if let buddy = entry.buddy { tags.append("buddy: \(buddy.displayName)") }
        self.init(
            name: entry.displayName, number: entry.memberNo,
            since: facts.clock.words(entry.since), tags: tags,
            isYou: facts.viewer.isSelf(entry.person),
            hasLeft: facts.stillMembers.map { !$0.contains(entry.person) } ?? false)
    }
}

extension Club.Role {
    var words: String {
        switch self {
        case .lead: "lead"
        case .officer: "officer"
        case .captain: "captain"
        case .sectionLeader: "section leader"
        case .mentor: "mentor"
        }
    }
}
