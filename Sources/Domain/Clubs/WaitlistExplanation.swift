import EventSourcing
import Vocabulary

/// Why somebody stands where they stand on a waitlist.
///
/// Who else waits is a number and never a name, so it can be shown to the person themselves. It is
/// a function of the club's stream, read as far as one likes: it explains any past moment as well.
package struct WaitlistExplanation: Codable, Equatable, Sendable {
    /// A reordering that moved the person.
    package struct Move: Codable, Equatable, Sendable {
        package let at: Timestamp
        package let from: Int
        package let to: Int
        package let reasonCode: ReasonCode

        package init(at: Timestamp, from: Int, to: Int, reasonCode: ReasonCode) {
            self.at = at
            self.from = from
            self.to = to
            self.reasonCode = reasonCode
        }
    }

    /// 1 is the next in line.
    package let place: Int
    package let waiting: Int
    package let since: Timestamp
    /// How many of those ahead have a seat on offer and have not answered.
    package let offersAhead: Int
    /// Until when the person may accept the seat that is on offer to them.
    package let ownOfferExpiresAt: Timestamp?
    package let capacity: Int?
    package let members: Int
    /// How many seats have to become free, or be refused by those ahead, before the person is
    /// offered one; 0 where one is theirs to accept or about to be offered.
    package let seatsNeeded: Int
    package let moves: [Move]
}

extension WaitlistExplanation {
    /// Folds a club's events from the first; nothing for somebody who does not wait at their end.
    package init?(of person: PersonID, in history: some Sequence<Recorded<Club.Event>>) {
        var club = Club()
        var since: Timestamp?
        var moves: [Move] = []
        for recorded in history {
            switch recorded.event {
            case .memberWaitlisted(person, _, _):
                since = recorded.occurredAt
                moves = []
            case .waitlistReordered(let before, let after, let reasonCode, _):
                if let from = before.firstIndex(of: person), let to = after.firstIndex(of: person),
                    from != to
                {
                    moves.append(
                        Move(
                            at: recorded.occurredAt, from: from + 1, to: to + 1,
                            reasonCode: reasonCode))
                }
            default:
                break
            }
            club.evolve(recorded.event)
        }
        guard let since, let index = club.waitlist.firstIndex(where: { $0.person == person })
        else { return nil }
        self.init(at: index, in: club, since: since, moves: moves)
    }

    private init(at index: Int, in club: Club, since: Timestamp, moves: [Move]) {
        let ahead = club.waitlist[..<index]
        let own = club.waitlist[index].offer
        place = index + 1
        waiting = club.waitlist.count
        self.since = since
        offersAhead = ahead.count { $0.offer != nil }
        ownOfferExpiresAt = own?.expiresAt
        capacity = club.capacity
        members = club.memberCount
        seatsNeeded = own == nil ? max(0, ahead.count - offersAhead + 1 - club.freeSeats) : 0
        self.moves = moves
    }
}
