import EventSourcing
import Tournaments
import Vocabulary

/// Rows of a tournament that are written together, because the same events change them.
enum BracketPart: Hashable, Sendable {
    case tournament
    case entry(PersonID)
    /// Of a round.
    case boards(Int)
    case byes(Int)
    /// After a round.
    case standings(Int)
    /// Of a version of the stream.
    case correction(Int)

    var table: Table {
        switch self {
        case .tournament: TournamentRow.table
        case .entry: EntryRow.table
        case .boards: PairingRow.table
        case .byes: ByeRow.table
        case .standings: StandingRow.table
        case .correction: CorrectionRow.table
        }
    }
}

extension Tournament {
    /// The parts whose rows may be others after the event than before it.
    ///
    /// - Parameter earlier: The tournament before the event; `self` is the one behind it.
    func parts(touchedBy event: Event, since earlier: Tournament) -> [BracketPart] {
        let last = max(earlier.rounds.count, rounds.count)
        return [.tournament] + waiting(since: earlier)
            + parts(of: event, lastRound: last)
    }

    private func parts(of event: Event, lastRound last: Int) -> [BracketPart] {
        switch event {
        // Numbers, points and tie-breaks may become others.
        case .scheduled, .amended, .seeded, .started: everyEntry + tables(1, last)
        case .playerEntered(let entered): [.entry(entered.player)] + tables(1, last)
        case .playerWaitlisted(let waiting): [.entry(waiting.player)]
        case .playerWithdrawn(let player, _, _), .playerExpelled(let player, _, _, _):
            [.entry(player)]
        // Whoever was away at the start comes into the tables now.
        case .playerReinstated(let player, _): [.entry(player)] + tables(1, last)
        // A late entry's counts in a round that was played.
        case .byeGranted(_, let round, _, _), .byeCancelled(_, let round):
            [.byes(round)] + tables(round, last)

        // The round before it is the last one no more, for which ties are resolved.
        case .roundPaired(let paired): places(paired.round, last) + tables(paired.round - 1, last)
        case .roundUnpaired(let round, _, _): places(round, last) + tables(round - 1, last)
        case .pairingOverridden(let round, _, _, _, _, _):
            [.boards(round), .byes(round)] + tables(round, last)
        case .gameTimeAgreed(let round, _, _), .resultReported(let round, _, _, _, _, _),
            .resultDisputed(let round, _, _, _), .roundPublished(let round, _, _):
            [.boards(round)]
        case .resultRecorded(let round, _, _, _, _): [.boards(round)] + tables(round, last)
        case .resultCorrected(let round, _, _, _, _, _, _):
            [.boards(round), .correction(version)] + tables(round, last)
        case .tieResolved: tables(last, last)

        case .entriesOpened, .entriesClosed, .postponed, .cancelled, .playerCheckedIn,
            .gameTimeProposed, .resultConfirmed, .decisionReverted,
            .roundCompleted, .finalized, .reopened:
            []
        }
    }

    private var everyEntry: [BracketPart] { players.map { .entry($0.player) } }

    private func places(_ first: Int, _ last: Int) -> [BracketPart] {
        rounds(first, last).flatMap { [.boards($0), .byes($0)] }
    }

    private func tables(_ first: Int, _ last: Int) -> [BracketPart] {
        rounds(first, last).map { .standings($0) }
    }

    private func rounds(_ first: Int, _ last: Int) -> [Int] {
        Array(stride(from: max(first, 1), through: last, by: 1))
    }

    /// Everybody whose place in the waiting list has moved.
    private func waiting(since earlier: Tournament) -> [BracketPart] {
        guard waitlist != earlier.waitlist else { return [] }
        return Set(waitlist + earlier.waitlist).sorted().map { .entry($0) }
    }
}
