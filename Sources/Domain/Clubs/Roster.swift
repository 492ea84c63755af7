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
        private var roles: [PersonID: Set<Role>] = [:]
        /// The leads for whom an adult lead answers.
        private var counterSigned: Set<PersonID> = []
        /// Outlive a membership, so that leaving and returning does not end one.
        var suspensions: [PersonID: Timestamp] = [:]
        var exclusions: [PersonID: Timestamp] = [:]

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
            roles[person, default: []].insert(role)
            guard role == .lead else { return }
            if isCounterSigned {
                counterSigned.insert(person)
            } else {
                counterSigned.remove(person)
            }
        }

        mutating func revoke(_ role: Role, from person: PersonID) {
            roles[person]?.remove(role)
            if roles[person]?.isEmpty == true { roles[person] = nil }
            if role == .lead { counterSigned.remove(person) }
        }

        var roleHolderCount: Int { roles.count }

        /// In the order in which `Role` names them.
        func roles(of person: PersonID) -> [Role] {
            Role.allCases.filter { roles[person]?.contains($0) == true }
        }

        /// In the order of their ids.
        var leads: [PersonID] { roles.keys.filter { roles[$0]?.contains(.lead) == true }.sorted() }

        var adultLeads: [PersonID] { leads.filter { !counterSigned.contains($0) } }
    }
}
