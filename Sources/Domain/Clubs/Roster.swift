import EventSourcing
import HashTreeCollections
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
    ///
    /// Trees, because each command works on a copy: of a hundred thousand members it copies the few
    /// nodes above the one that it changes.
    struct Roster: Equatable, Sendable {
        private(set) var members: TreeDictionary<PersonID, Member> = [:]
        private var joinedSoFar = 0
        /// Whose request, and whose offer, has made them a member.
        private var byRequest: TreeDictionary<JoinRequestID, PersonID> = [:]
        private var byOffer: TreeDictionary<SeatOfferID, PersonID> = [:]
        /// Whose buddy somebody is.
        private var newcomers: TreeDictionary<PersonID, TreeSet<PersonID>> = [:]
        private var roles: TreeDictionary<PersonID, Set<Role>> = [:]
        /// The leads for whom an adult lead answers.
        private var counterSigned: TreeSet<PersonID> = []
        /// Outlive a membership, so that leaving and returning does not end one.
        var suspensions: TreeDictionary<PersonID, Timestamp> = [:]
        var exclusions: TreeDictionary<PersonID, Timestamp> = [:]

        var nextNumber: Int { joinedSoFar + 1 }

        func member(with request: JoinRequestID) -> PersonID? { byRequest[request] }

        func member(with offer: SeatOfferID) -> PersonID? { byOffer[offer] }

        mutating func add(_ member: Member) {
            members[member.person] = member
            byRequest[member.request] = member.person
            if let offer = member.offer { byOffer[offer] = member.person }
            joinedSoFar = member.number
        }

        mutating func remove(_ person: PersonID) {
            guard let member = members.removeValue(forKey: person) else { return }
            byRequest[member.request] = nil
            if let offer = member.offer { byOffer[offer] = nil }
            if let buddy = member.buddy { newcomers[buddy]?.remove(person) }
            for newcomer in newcomers.removeValue(forKey: person) ?? [] {
                members[newcomer]?.buddy = nil
            }
        }

        mutating func put(_ person: PersonID, in group: GroupName?) {
            members[person]?.group = group
        }

        mutating func give(_ newcomer: PersonID, buddy: PersonID) {
            guard let old = members[newcomer] else { return }
            if let former = old.buddy { newcomers[former]?.remove(newcomer) }
            members[newcomer]?.buddy = buddy
            newcomers[buddy, default: []].insert(newcomer)
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
