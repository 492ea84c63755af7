import Catalog
import EventSourcing
import Tournaments
import Vocabulary

/// Lets a report count that nobody has answered in time, and closes a round's window.
///
/// Nobody loses by the clock: a game of which nothing was told stays open for the arbiter.
package struct ResultClock: Policy {
    package static let name = "result-clock"
    package static let types: Set<String> = [
        "tournament.result-reported", "tournament.result-recorded", "tournament.result-disputed",
        "tournament.round-published", "tournament.round-unpaired", "tournament.round-completed",
    ]

    package init() {}

    package func react(to recorded: Recorded<DomainEvent>) -> [Reaction] {
        guard case .tournament(let event) = recorded.event, let id = recorded.stream.id else {
            return []
        }
        let tournament = TournamentID(id)
        switch event {
        case .resultReported(let round, let board, _, _, _, let countsFrom):
            let key = DeadlineKey.report(tournament, round, board)
            guard let countsFrom else { return [.cancel(key)] }
            return [
                .schedule(
                    key, at: countsFrom,
                    command: .confirmByClock(
                        tournament: tournament, round: round, board: board, dueAt: countsFrom))
            ]
        case .resultRecorded(let round, let board, _, _, _),
            .resultDisputed(let round, let board, _, _):
            return [.cancel(.report(tournament, round, board))]
        case .roundPublished(let round, _, let windowEndsAt):
            let key = DeadlineKey.window(tournament, round)
            guard let windowEndsAt else { return [.cancel(key)] }
            return [
                .schedule(
                    key, at: windowEndsAt,
                    command: .closeWindow(
                        tournament: tournament, round: round, dueAt: windowEndsAt))
            ]
        case .roundUnpaired(let round, _, _), .roundCompleted(let round, _):
            return [.cancel(.window(tournament, round))]
        case .scheduled, .amended, .entriesOpened, .entriesClosed, .postponed, .cancelled,
            .playerEntered, .playerWaitlisted, .playerWithdrawn, .playerReinstated,
            .playerExpelled, .byeGranted, .byeCancelled, .playerCheckedIn, .seeded, .started,
            .roundPaired, .pairingOverridden, .gameTimeProposed, .gameTimeAgreed,
            .resultConfirmed, .resultCorrected, .decisionReverted, .tieResolved, .finalized,
            .reopened:
            return []
        }
    }
}

extension DeadlineKey {
    fileprivate static func report(_ tournament: TournamentID, _ round: Int, _ board: Int) -> Self {
        DeadlineKey(policy: ResultClock.name, subject: "\(tournament)/\(round)/\(board)")
    }

    fileprivate static func window(_ tournament: TournamentID, _ round: Int) -> Self {
        DeadlineKey(policy: ResultClock.name, subject: "\(tournament)/\(round)")
    }
}
