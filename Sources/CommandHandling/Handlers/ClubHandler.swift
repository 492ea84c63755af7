import Catalog
import Clubs
import Directory
import EventSourcing
import HashTreeCollections
import Vocabulary

/// From a wish about a club to its commands. This file is the table of contents; joining, seats
/// and founding are in `ClubHandler+….swift`.
struct ClubHandler {
    let club: ClubID
    let unit: UnitOfWork

    func carryOut(_ wish: ClubWish) async throws {
        switch wish {
        case .found: try await found(wish)
        case .updateProfile: try await updateProfile(wish)
        case .setCapacity(let capacity, let overfill):
            try await asLead(.setCapacity(capacity, overfill: overfill ?? false))
        case .openEnrolment(let from, let to):
            try await asLead(.openEnrolment(from: from, to: to))
        case .closeEnrolment: try await asLead(.closeEnrolment)
        case .archive(let reasonCode): try await asLead(.archive(reasonCode: reasonCode))
        case .restore(let reasonCode): try await asLead(.restore(reasonCode: reasonCode))

        case .join: try await join(wish)
        case .approveJoin(let request): try await approve(request)
        case .declineJoin(let request, let reasonCode, let reason):
            try await decline(request, because: reasonCode, reason)
        case .withdrawJoin(let request): try await withdraw(request)

        case .offerSeat(let offer, let person): try await offerSeat(offer, to: person)
        case .acceptSeat(let offer): try await acceptSeat(offer)
        case .declineSeat(let offer): try await declineSeat(offer)
        case .lapseOffer(let offer, let expiredAt):
            try await unit.require(.clock)
            try await execute(.lapseOffer(offer, at: expiredAt))
        case .reorderWaitlist(let order, let reasonCode, let reason):
            try await reorder(order, because: reasonCode, reason)

        case .leave(let person, let reasonCode):
            try await leave(person, because: reasonCode)
        case .removeMember(let person, let reasonCode, let reason, let noReturnUntil):
            try await remove(person, because: reasonCode, reason, noReturnUntil: noReturnUntil)
        case .suspendMember(let person, let until, let reasonCode):
            try await requireLeadOrModerator()
            try await execute(
                .suspend(
                    person, until: until, reasonCode: reasonCode, inactive: inactive,
                    at: unit.now))
        case .liftSuspension(let person):
            try await requireLeadOrModerator()
            try await execute(.liftSuspension(person, at: unit.now))

        case .assignRole(let person, let role): try await assign(role, to: person)
        case .revokeRole(let person, let role):
            try await asLead(.revokeRole(role, from: person, inactive: inactive))
        case .assignToGroup(let person, let group, let reasonCode):
            try await asLead(
                .assignToGroup(person, group, reasonCode: reasonCode ?? "assigned"))
        case .assignBuddy(let newcomer, let buddy):
            // Nobody can block anybody before the context of friendship is there.
            try await asLead(.assignBuddy(newcomer, to: buddy, isBlockedPair: false))
        case .issueInvite: try await issueInvite(wish)
        case .revokeInvite(let invite): try await asLead(.revokeInvite(invite))
        }
    }

    /// Everything that its leads may do, and the admins of the school that hosts it.
    private func asLead(_ command: Club.Command) async throws {
        try await requireLead()
        try await execute(command)
    }

    func requireLead() async throws {
        let host = try await unit.state(of: .club(club)).hostSchool
        try await unit.require(.lead(of: club), .admin(of: host))
    }

    private func requireLeadOrModerator() async throws {
        let host = try await unit.state(of: .club(club)).hostSchool
        try await unit.require(.lead(of: club), .role(.moderator), .admin(of: host))
    }

    /// Whom the directory has as inactive: they lead nothing, and no seat goes to them.
    var inactive: TreeSet<PersonID> { unit.register.inactive }

    func execute(_ command: Club.Command) async throws {
        try await unit.execute(command, on: .club(club))
    }

    /// A person with what the club must know of them now.
    ///
    /// - Throws: `CommandFailure.notFound` for somebody the directory does not know.
    func applicant(_ person: PersonID) async throws -> Club.Applicant {
        let state = try await unit.state(of: .person(person))
        guard let school = state.school else {
            throw CommandFailure.notFound(StreamID.person(person).name)
        }
        let policy = try await unit.state(of: .school(school)).policy
        return Club.Applicant(
            person: person, school: school, kind: state.kind, ageBand: state.ageBand,
            isActive: state.isActive,
            guardianDecides: state.kind == .student
                && policy.guardianApproval.join.contains(state.ageBand))
    }
}
