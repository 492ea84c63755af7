import EventSourcing
import Vocabulary

extension Club {
    /// A code that lets a number of people in until a moment.
    package struct Invite: Equatable, Sendable {
        package let id: InviteID
        package let codeHash: CodeHash
        package let expiresAt: Timestamp
        package let maxUses: Int
        /// What they become on joining.
        package let role: Role?
        package internal(set) var uses = 0
    }

    func issue(
        _ invite: Invite, idIsTaken: Bool, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        if let known = invitesByID[invite.id] {
            guard known.codeHash == invite.codeHash else { throw .inviteIDTaken(invite.id) }
            return []
        }
        if idIsTaken { throw .inviteIDTaken(invite.id) }
        // A link can be passed on, so it never makes a lead.
        if invite.role == .lead { throw .roleNotByInvite(.lead) }
        try check(invite.maxUses, of: .maxUses, in: Limits.maxUses)
        guard moment < invite.expiresAt else { throw .alreadyPast(invite.expiresAt) }
        guard invitesByID.count < Limits.invites else {
            throw .listFull(.invites, limit: Limits.invites)
        }
        return [
            .inviteIssued(
                invite: invite.id, codeHash: invite.codeHash, expiresAt: invite.expiresAt,
                maxUses: invite.maxUses, role: invite.role)
        ]
    }
}
