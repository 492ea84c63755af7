import EventSourcing
import Vocabulary

extension Club {
    package struct Member: Equatable, Sendable {
        package let person: PersonID
        /// 1, 2, 3 … in the order of joining; who returns gets a new number.
        package let number: Int
        package let request: JoinRequestID
        package let via: Via
        /// The offer that gave them the seat, where they had waited for it.
        package let offer: SeatOfferID?
        package internal(set) var group: GroupName?
        package internal(set) var buddy: PersonID?
    }

    /// Who is in, who does what, and who is kept out for a time.
    struct Roster: Equatable, Sendable {
        private(set) var members: [PersonID: Member] = [:]
        private var joinedSoFar = 0
        private var roles: [PersonID: [Role: Standing]] = [:]
        /// Outlive a membership, so that leaving and returning does not end one.
        var suspensions: [PersonID: Timestamp] = [:]
        var exclusions: [PersonID: Timestamp] = [:]

        /// Who answers for a lead: the adult themselves, or whoever has counter-signed.
        private enum Standing: Equatable, Sendable {
            case own
            case counterSigned
        }

        var nextNumber: Int { joinedSoFar + 1 }

        mutating func add(_ member: Member) {
            members[member.person] = member
            joinedSoFar = member.number
        }

        mutating func remove(_ person: PersonID) {
            members[person] = nil
            for other in members.values where other.buddy == person {
                members[other.person]?.buddy = nil
            }
        }

        mutating func put(_ person: PersonID, in group: GroupName?) {
            members[person]?.group = group
        }

        mutating func give(_ newcomer: PersonID, buddy: PersonID) {
            members[newcomer]?.buddy = buddy
        }

        mutating func assign(_ role: Role, to person: PersonID, isCounterSigned: Bool) {
            roles[person, default: [:]][role] = isCounterSigned ? .counterSigned : .own
        }

        mutating func revoke(_ role: Role, from person: PersonID) {
            roles[person]?[role] = nil
            if roles[person]?.isEmpty == true { roles[person] = nil }
        }

        /// In the order in which `Role` names them.
        func roles(of person: PersonID) -> [Role] {
            guard let held = roles[person] else { return [] }
            return Role.allCases.filter { held[$0] != nil }
        }

        func leads(_ isIncluded: (PersonID) -> Bool = { _ in true }) -> [PersonID] {
            roles.keys.filter { roles[$0]?[.lead] != nil && isIncluded($0) }.sorted()
        }

        func isAdultLead(_ person: PersonID) -> Bool { roles[person]?[.lead] == .own }

        var adultLeads: [PersonID] { leads(isAdultLead) }
    }
}
