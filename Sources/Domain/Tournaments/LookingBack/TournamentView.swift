import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// A tournament as it is shown: one value that tables, pages, files and answers are made from.
///
/// Folded up to a moment it shows what was *known then*; `asCorrected(by:)` shows the same moment
/// *as corrected now*. Everything is computed when it is asked for, from values alone.
package struct TournamentView: Equatable, Sendable {
    package let tournament: Tournament

    package init(_ tournament: Tournament) { self.tournament = tournament }

    package struct EntryLine: Equatable, Sendable {
        package let player: PersonID
        /// Nothing before the seeding.
        package let number: Int?
        package let rating: Int?
        package let school: SchoolID?
        package let house: GroupName?
        package let standing: Tournament.Entry.Standing
        package let lateFromRound: Int?
    }

    package struct ByeLine: Equatable, Sendable {
        package let round: Int
        package let player: PersonID
        package let kind: Tournament.ByeKind
        /// Nothing for an allocated one, and for absences.
        package let source: Tournament.ByeSource?
    }

    package var settings: Tournament.Settings? { tournament.settings }
    package var stage: Tournament.Stage { tournament.stage }
    /// The last round that is paired; 0 before the first.
    package var currentRound: Int { tournament.rounds.count }
    package var plannedRounds: Int? { tournament.plannedRounds }
    package var rounds: [Tournament.Round] { tournament.rounds }
    package var corrections: [Tournament.CorrectionNote] { tournament.corrections }

    /// By pairing number, then in the order of entering.
    package var entries: [EntryLine] {
        tournament.players.map { entry in
            EntryLine(
                player: entry.player, number: tournament.number(of: entry.player),
                rating: entry.details.rating, school: entry.details.school,
                house: entry.details.house, standing: entry.standing,
                lateFromRound: entry.lateFromRound)
        }.sorted { ($0.number ?? .max) < ($1.number ?? .max) }
    }

    /// Of the rounds that are paired, and those granted for rounds to come; by round and player.
    package var byes: [ByeLine] {
        let given = tournament.rounds.flatMap { round in
            round.byes.map { player, kind in
                ByeLine(
                    round: round.number, player: player, kind: kind,
                    source: tournament.grantedBye(of: player, inRound: round.number)?.source)
            }
        }
        let coming = tournament.grantedByes.filter { $0.round > currentRound }.map {
            ByeLine(round: $0.round, player: $0.player, kind: $0.kind, source: $0.source)
        }
        return (given + coming).sorted { ($0.round, $0.player) < ($1.round, $1.player) }
    }

    /// The codes of the columns behind the points.
    package var tieBreakCodes: [String] { tournament.tieBreakCodes }

    package func standings(afterRound round: Int? = nil) -> [Tournament.StandingLine] {
        tournament.standings(afterRound: round)
    }

    package var standingsDigest: String { tournament.standingsDigest() }

    /// Who met whom with which colour and result, by rank.
    package var crosstable: Crosstable {
        Crosstable(of: tournament.history(), by: tournament.tieBreakList)
    }

    /// Nothing in formats without a tree, and before there are two players.
    package var tree: TournamentTree? { TournamentTree(tournament) }

    /// Why a round's boards are as they are, in words; by pairing number.
    ///
    /// - Throws: `NoLegalPairing` where the rules would not have paired it.
    package func explanation(ofRound round: Int) throws(NoLegalPairing) -> RoundExplanation? {
        try basis(ofRound: round)?.explanation(ofRound: round)
    }

    /// All that our engine paired a round of a Swiss from; nothing for other rounds.
    package func basis(ofRound round: Int) -> TournamentHistory? {
        guard settings?.format == .swiss, tournament.round(round)?.engine.isOurs == true else {
            return nil
        }
        return tournament.history(repairing: round)
    }

    /// The same moment with the results as they were corrected later.
    ///
    /// Rounds, boards and byes stay as they were then. A board that had a result shows the one that
    /// `later` knows, as long as the same two sit there in the same attempt at the round.
    package func asCorrected(by later: Tournament) -> TournamentView {
        var corrected = tournament
        for round in tournament.rounds {
            guard let now = later.round(round.number), now.attempt == round.attempt else {
                continue
            }
            corrected.change(round.number) { $0.correct(by: now) }
        }
        corrected.corrections = later.corrections
        return TournamentView(corrected)
    }
}

extension Tournament {
    package var view: TournamentView { TournamentView(self) }

    /// What the pairing of a round rested on, its sitters-out by the round's own list.
    func history(repairing number: Int) -> TournamentHistory {
        var history = history(forPairing: number)
        guard let round = round(number) else { return history }
        let seated = Set(round.boards.values.flatMap { $0.seats.players })
        for (index, player) in entries.order.enumerated() {
            let bye = round.byes[player].flatMap { $0 == .pab ? nil : $0.bye }
            let isSeated = seated.contains(player) || round.byes[player] == .pab
            history.entrants[index].rounds = Array(
                history.entrants[index].rounds.prefix(number - 1))
            if let bye { history.entrants[index].requestBye(bye, inRound: number) }
            if bye == nil, !isSeated {
                history.entrants[index].requestBye(.zeroPoint, inRound: number)
            }
        }
        return history
    }
}

extension Tournament.Round {
    /// Takes over what has become of the results that were known here.
    fileprivate mutating func correct(by now: Self) {
        boards = boards.mapValues { board in
            guard let later = now.boards[board.number] else { return board }
            return board.corrected(by: later)
        }
    }
}

extension Tournament.Board {
    fileprivate func corrected(by now: Self) -> Self {
        guard now.seats == seats, result != nil, let later = now.result, later != result else {
            return self
        }
        var corrected = self
        corrected.outcome?.result = later
        corrected.corrections = now.corrections
        return corrected
    }
}
