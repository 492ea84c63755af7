import EventSourcing
import Vocabulary

/// A club: who is in, who waits, and how many seats there are.
///
/// Seats never exceed the capacity, an offered seat is a held one, nobody passes the queue, and
/// there is always an adult who leads. This file is the table of contents: the rules of each
/// command are in `Club+….swift`, the state is in `Charter`, `Roster`, `Queue` and `Invite`.
package struct Club: Decider {
    package static let category = "club"

    var charter: Charter?
    var roster = Roster()
    var queue = Queue()
    var invitesByID: [InviteID: Invite] = [:]

    package init() {}

    package func decide(_ command: Command) throws(Rejection) -> [Event] {
        if case .found(let founding, let slugIsTaken) = command {
            return try found(founding, slugIsTaken: slugIsTaken)
        }
        guard charter != nil else { throw .notFounded }
        switch command {
        default: return []
        }
    }

    package mutating func evolve(_ event: Event) {
    }

    func found(_ founding: Founding, slugIsTaken: Bool) throws(Rejection) -> [Event] { [] }
}

enum Limits {
    static let capacity = 10_000
}
