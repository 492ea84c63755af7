import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// A chess tournament: who plays whom, what came of it, and what was corrected.
///
/// This file is the table of contents. `decide` hands each wish to a rule by topic:
/// `Tournament+Scheduling`, `+Entries`, `+Byes`, `+Starting`, `+Pairing`, `+Placing`, `+Results`,
/// `+Corrections`, `+Reverting`, `+Ending`, `+Importing`. What the pairing engine sees is made in
/// `Tournament+History`, knockouts in `Tournament+Knockout`. Whoever wants to show a tournament
/// reads `TournamentView`; whoever doubts it, `Verification`.
package struct Tournament: Decider, Equatable {
    package static let category = "tournament"

    /// Nothing before it is scheduled.
    package internal(set) var settings: Settings?
    package internal(set) var stage = Stage.unscheduled
    package internal(set) var entriesAreOpen = false
    var entries = Entries()
    var byes = ByeLedger()
    /// By round.
    var checkIns: TreeDictionary<Int, TreeSet<PersonID>> = [:]
    package internal(set) var initialColour = Colour.white
    /// Round 1 first.
    package internal(set) var rounds: [Round] = []
    /// How often each round has been paired.
    var attempts: TreeDictionary<Int, Int> = [:]
    /// Ties that were resolved, in the order of the resolutions.
    package internal(set) var tieOrders: [[PersonID]] = []
    package internal(set) var final: Final?
    /// In the order in which they were made.
    package internal(set) var corrections: [CorrectionNote] = []
    var ledger = DecisionLedger()
    package internal(set) var drafts = Drafts()
    /// The number of events so far.
    package private(set) var version = 0

    package init() {}

    mutating func countVersion() { version += 1 }

    package enum Stage: String, Sendable {
        case unscheduled, planned, running, finalized, cancelled
    }

    package struct Final: Equatable, Sendable {
        package let standings: [FinalLine]
        package let digest: String
    }

    /// A correction, as a panel lists it.
    package struct CorrectionNote: Equatable, Sendable {
        package let board: BoardID
        package let seats: Seats?
        package let from: GameResult
        package let to: GameResult
        package let appliesFromRound: Int
        package let reasonCode: ReasonCode
        /// Of the event in the tournament's stream, from where time and actor come.
        package let version: Int
    }

    package func decide(_ command: Command) throws(Rejection) -> [Event] {
        if case .schedule(let settings) = command { return try schedule(settings) }
        guard let settings else { throw .notScheduled }
        try checkStage(allows: command)
        switch command {
        case .schedule: return []
        case .amend(let changes, let force, let reasonCode):
            return try amend(settings, changes, force: force, because: reasonCode)
        case .openEntries: return entriesAreOpen ? [] : [.entriesOpened]
        case .closeEntries: return entriesAreOpen ? [.entriesClosed] : []
        case .postpone(let to): return try postpone(settings, to: to)
        case .cancel(let reasonCode): return [.cancelled(reasonCode: reasonCode)]

        case .enter(let candidate, let byes, let party):
            return try enter(candidate, byes: byes, by: party, under: settings)
        case .withdraw(let player, let round, let reasonCode):
            return try withdraw(player, fromRound: round, because: reasonCode, under: settings)
        case .reinstate(let player, let round): return try reinstate(player, atRound: round)
        case .expel(let player, let reasonCode, let reason):
            return try expel(player, because: reasonCode, reason)
        case .requestBye(let player, let bye, let party):
            return try requestBye(player, bye, by: party, under: settings)
        case .cancelBye(let player, let round): return try cancelBye(player, round: round)
        case .checkIn(let player, let round): return try checkIn(player, round: round)

        case .seed(let method, let order, let seed):
            return try self.seed(by: method, order: order, seed: seed ?? settings.seed)
        case .start(let lotSeed): return try start(settings, lotSeed: lotSeed ?? settings.seed)
        case .pair(let round, let excludeAbsent, let allowOpenGames):
            return try pair(
                round, under: settings, excludeAbsent: excludeAbsent,
                allowOpenGames: allowOpenGames)
        case .override(let round, let changes, let force, let reasonCode, let reason):
            return try override(
                round, with: changes, force: force, because: reasonCode, reason, under: settings)
        case .unpair(let round, let reasonCode): return try unpair(round, because: reasonCode)
        case .publish(let round, let startsAt, let windowEndsAt):
            return try publish(round, startsAt: startsAt, windowEndsAt: windowEndsAt, settings)

        case .proposeTime(let board, let times, let player, let now):
            return try propose(times, for: board, by: player, at: now)
        case .agreeTime(let board, let time, let player, let now):
            return try agree(on: time, for: board, by: player, at: now)
        case .report(let board, let result, let player, let gameRef, let now):
            return try report(result, of: board, by: player, gameRef, under: settings, at: now)
        case .confirm(let board, let result, let player):
            return try confirm(board, result, by: player, under: settings)
        case .dispute(let board, let player, let reason):
            return try dispute(board, by: player, reason)
        case .record(let board, let result, let source, let gameRef):
            return try record(result, of: board, from: source, gameRef)
        case .correct(let board, let result, let appliesFrom, let reasonCode, let reason):
            return try correct(
                board, to: result, appliesFromRound: appliesFrom, because: reasonCode, reason)
        case .confirmByClock(let board, let now): return confirmByClock(board, at: now)
        case .closeWindow(let round, let now): return closeWindow(ofRound: round, at: now)
        case .revert(let reversal, let cascade, let reasonCode, let reason):
            return try revert(reversal, cascade: cascade, because: reasonCode, reason)

        case .complete(let round): return try complete(round)
        case .resolveTie(let players, let method, let seed):
            return try resolveTie(players, by: method, seed: seed, under: settings)
        case .finalize(let digest): return try finalize(confirming: digest)
        case .reopen(let reasonCode, let reason):
            guard stage == .finalized else { throw .notFinal }
            return [.reopened(reasonCode: reasonCode, reason: reason)]
        case .importRound(let round): return try importRound(round)
        }
    }

    /// What is over moves no more, but for its own undoing.
    private func checkStage(allows command: Command) throws(Rejection) {
        switch (stage, command) {
        case (.cancelled, _): throw .cancelled
        case (.finalized, .finalize), (.finalized, .reopen), (.finalized, .revert),
            (.finalized, .confirmByClock), (.finalized, .closeWindow):
            return
        case (.finalized, _): throw .finalized
        default: return
        }
    }
}
