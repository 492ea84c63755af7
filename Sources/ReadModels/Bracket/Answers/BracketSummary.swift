import EventSourcing
import Tournaments
import Vocabulary

/// A tournament with its entries and rounds, as `GET /v1/tournaments/{id}` shows it.
package struct BracketSummary: Encodable, Sendable {
    package let tournament: TournamentID
    package let club: ClubID
    package let name: String
    package let state: Tournament.Stage
    package let entriesOpen: Bool
    package let settings: Tournament.Settings
    /// Nothing where that shows only on the way.
    package let plannedRounds: Int?
    /// The last round that is paired; 0 before the first.
    package let currentRound: Int
    package let entries: [Entry]
    package let waiting: [BracketPlayer]
    package let rounds: [Round]
    package let byes: [Bye]
    package let corrections: Int
    package let mode: LookBack
    /// Of the final standings; nothing before they are final.
    package let finalDigest: String?
    /// Of the tournament's stream, for `If-Match`.
    package let version: Int

    package struct Entry: Encodable, Sendable {
        package let player: PersonID
        package let displayName: String
        package let number: Int?
        package let rating: Int?
        package let school: SchoolID?
        package let schoolName: String?
        package let house: GroupName?
        package let state: State
        /// From where they are away.
        package let fromRound: Int?
        package let lateFromRound: Int?

        package enum State: String, CaseIterable, Encodable, Sendable {
            case active, withdrawn, expelled
        }
    }

    /// A round, without its boards.
    package struct Round: Encodable, Sendable {
        package let round: Int
        package let boards: Int
        package let openBoards: Int
        package let published: Bool
        /// Whether it is for the arbiters' eyes alone, until it is published.
        package let draft: Bool
        package let completed: Bool
    }

    package struct Bye: Encodable, Sendable {
        package let round: Int
        package let player: PersonID
        package let displayName: String
        package let kind: Tournament.ByeKind
        package let source: Tournament.ByeSource?
    }
}

/// A player wherever one is named.
package struct BracketPlayer: Encodable, Equatable, Sendable {
    package let player: PersonID
    package let displayName: String
    /// Nothing before the seeding.
    package let number: Int?
}

extension Tournament.Stage: Encodable, CaseIterable {
    package static let allCases: [Self] = [
        .unscheduled, .planned, .running, .finalized, .cancelled,
    ]
}

extension BracketView {
    package func player(_ player: PersonID) -> BracketPlayer {
        BracketPlayer(
            player: player, displayName: names[player],
            number: view.tournament.number(of: player))
    }

    /// Nothing before it is scheduled.
    package var summary: BracketSummary? {
        guard let settings = view.settings else { return nil }
        return BracketSummary(
            tournament: id, club: settings.club, name: settings.name, state: view.stage,
            entriesOpen: view.tournament.entriesAreOpen, settings: settings,
            plannedRounds: view.plannedRounds, currentRound: view.currentRound,
            entries: view.entries.map(entry), waiting: view.tournament.waitlist.map(player),
            rounds: view.rounds.map { round in
                .init(
                    round: round.number, boards: round.boards.count,
                    openBoards: round.openBoards.count, published: round.isPublished,
                    draft: view.tournament.isDraft(round.number), completed: round.isCompleted)
            },
            byes: view.byes.map { bye in
                .init(
                    round: bye.round, player: bye.player, displayName: names[bye.player],
                    kind: bye.kind, source: bye.source)
            },
            corrections: view.corrections.count, mode: mode,
            finalDigest: view.tournament.final?.digest, version: version)
    }

    private func entry(_ line: TournamentView.EntryLine) -> BracketSummary.Entry {
        let (state, from): (BracketSummary.Entry.State, Int?) =
            switch line.standing {
            case .active: (.active, nil)
            case .withdrawn(let from): (.withdrawn, from)
            case .expelled(let from): (.expelled, from)
            }
        return BracketSummary.Entry(
            player: line.player, displayName: names[line.player], number: line.number,
            rating: rating(of: line.player), school: line.school,
            schoolName: line.school.flatMap { schools[$0] }, house: line.house, state: state,
            fromRound: from, lateFromRound: line.lateFromRound)
    }
}
