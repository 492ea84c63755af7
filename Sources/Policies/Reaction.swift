import EventSourcing
import Vocabulary

/// One consequence of an event, as a value that a table can keep.
package enum Reaction: Codable, Equatable, Sendable {
    case command(PolicyCommand)
    /// At `at` the clock sends the command, unless the deadline is cancelled before.
    case schedule(DeadlineKey, at: Timestamp, command: PolicyCommand)
    case cancel(DeadlineKey)
}

/// A wish that a policy or the clock can have.
///
/// It names the target and what the event knows; the runner adds what it must not know, such as
/// the time and the id of a new offer.
package enum PolicyCommand: Codable, Hashable, Sendable {
    case offerNextSeat(club: ClubID)
    /// `expiredAt` is the end of the offer and the command's time, whatever the clocks say.
    case lapseOffer(club: ClubID, offer: SeatOfferID, expiredAt: Timestamp)
    /// `dueAt` is when the report counts, whatever the clocks say.
    case confirmByClock(tournament: TournamentID, round: Int, board: Int, dueAt: Timestamp)
    /// `dueAt` is the end of the window, whatever the clocks say; deadlines of an earlier release
    /// have none.
    case closeWindow(tournament: TournamentID, round: Int, dueAt: Timestamp?)
}

/// The name of a deadline: the same one cannot be set twice.
package struct DeadlineKey: Hashable, Codable, Sendable {
    package let text: String

    init(policy: String, subject: some CustomStringConvertible) {
        text = "\(policy):\(subject)"
    }
}
