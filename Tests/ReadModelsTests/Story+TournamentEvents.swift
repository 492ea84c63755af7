import Catalog
import EventSourcing
import Pairing
import TestSupport
import Vocabulary

@testable import Tournaments

extension Story {
    /// A tournament in which each event there is happens once at least.
    mutating func everythingInATournament() {
        add(
            .scheduled(.spring), .entriesOpened,
            .amended(
                changes: ["capacity": .init(from: .null, to: 4)], level: .ok, reasonCode: nil),
            .postponed(from: "2027-03-09T16:00", to: "2027-03-16T16:00"), to: .spring)
        for (index, player) in [PersonID.ada, .grace, .edsger, .alan].enumerated() {
            add(.playerEntered(entered(player, index + 1)), to: .spring)
        }
        add(
            .playerWaitlisted(
                .init(.init(player: .mary), place: 1)),
            .entriesClosed,
            .seeded(order: [.ada, .grace, .edsger, .alan], method: .rating, seed: nil),
            .started(initialColour: .white, lotSeed: 1),
            .byeGranted(player: .alan, round: 2, kind: .half, source: .requested),
            .byeGranted(player: .alan, round: 3, kind: .zero, source: .arbiter),
            .byeCancelled(player: .alan, round: 3),
            .playerCheckedIn(player: .ada, round: 1), to: .spring)
        play(round: 1, attempt: 1, boards: [(.ada, .edsger), (.grace, .alan)])
        add(
            .roundUnpaired(round: 1, attempt: 1, reasonCode: "too-early"), to: .spring)
        play(round: 1, attempt: 2, boards: [(.ada, .edsger), (.grace, .alan)])
        firstRound()
        secondRound()
    }

    private mutating func firstRound() {
        let reason = text("canary dispute", about: .ada)
        add(
            .pairingOverridden(
                round: 1,
                changes: [
                    .init(
                        board: 2, before: .init(white: .grace, black: .alan),
                        after: .init(white: .alan, black: .grace))
                ], byes: [], level: .ok, reasonCode: "colours", reason: nil),
            .roundPublished(round: 1, startsAt: now, windowEndsAt: nil),
            .gameTimeProposed(round: 1, board: 1, by: .ada, times: [now]),
            .gameTimeAgreed(round: 1, board: 1, at: now),
            .resultReported(
                round: 1, board: 1, result: .whiteWins, by: .ada, gameRef: "game/1",
                countsFrom: nil),
            .resultDisputed(round: 1, board: 1, by: .edsger, reason: reason),
            .resultConfirmed(round: 1, board: 1, by: .edsger),
            .resultRecorded(
                round: 1, board: 1, result: .whiteWins, source: .arbiter, gameRef: "game/1"),
            .resultRecorded(
                round: 1, board: 2, result: .draw, source: .players, gameRef: nil),
            .roundCompleted(round: 1, standingsDigest: String(repeating: "a", count: 64)),
            .resultCorrected(
                round: 1, board: 1, from: .whiteWins, to: .draw, appliesFromRound: 2,
                reasonCode: "score-sheet", reason: nil),
            to: .spring)
    }

    private mutating func secondRound() {
        play(
            round: 2, attempt: 1, boards: [(.grace, .ada)],
            byes: [.init(player: .edsger, kind: .pab), .init(player: .alan, kind: .half)])
        let reason = text("canary expulsion", about: .alan)
        add(
            .resultRecorded(
                round: 2, board: 1, result: .blackByForfeit, source: .forfeit, gameRef: nil),
            .decisionReverted(
                revertedEventId: "x", revertedVersion: 30, dependents: [], compensations: [],
                reasonCode: "mistake", reason: nil),
            .playerWithdrawn(player: .grace, fromRound: 3, reasonCode: "ill"),
            .playerReinstated(player: .grace, atRound: 3),
            .playerExpelled(
                player: .alan, fromRound: 3, reasonCode: "rough-play", reason: reason),
            .tieResolved(order: [.edsger, .grace], method: .arbiter, seed: nil),
            .finalized(standings: [], digest: String(repeating: "b", count: 64)),
            .reopened(reasonCode: "mistake", reason: nil),
            .cancelled(reasonCode: "flood"), to: .spring)
    }

    private mutating func play(
        round: Int, attempt: Int, boards: [(white: PersonID, black: PersonID)],
        byes: [Tournament.PairedBye] = []
    ) {
        let pairings = boards.enumerated().map { index, seats in
            Tournament.PairedBoard(board: index + 1, white: seats.white, black: seats.black)
        }
        add(
            .roundPaired(
                .init(
                    round: round, attempt: attempt, engine: .init(), seed: 0,
                    inputDigest: String(repeating: "c", count: 64), pairings: pairings,
                    byes: byes, unpaired: [], warnings: [], explanations: [])),
            to: .spring)
    }

    private func entered(_ player: PersonID, _ number: Int) -> Tournament.EnteredPlayer {
        .init(
            .init(
                player: player, rating: 1600 - number, ratingSource: .club, school: .home,
                house: "red"),
            entryNo: number)
    }

    private mutating func add(_ events: Tournament.Event..., to tournament: TournamentID) {
        for event in events { add(event, to: StreamID<Tournament>.tournament(tournament).name) }
    }
}
