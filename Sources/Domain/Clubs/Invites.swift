import EventSourcing
import Vocabulary

extension Club {
    /// A code that lets a number of people in until a moment.
    package struct Invite: Equatable, Sendable {
        package let id: InviteID
        package let codeHash: CodeHash
        package let expiresAt: Timestamp
        package let maxUses: Int
        package let role: Role?
        package internal(set) var uses = 0
    }
}
