import EventSourcing
import HashTreeCollections
import Vocabulary

extension Tournament {
    /// What an arbiter may take back, by the version of its event.
    struct DecisionLedger: Equatable, Sendable {
        private(set) var decisions: TreeDictionary<Int, Decision> = [:]

        subscript(version: Int) -> Decision? { decisions[version] }

        mutating func add(_ decision: Decision, at version: Int) { decisions[version] = decision }

        mutating func remove(_ version: Int) { decisions[version] = nil }

        mutating func removeAll(where isGone: (Decision) -> Bool) {
            for (version, decision) in decisions where isGone(decision) { remove(version) }
        }

        /// Those after a version, oldest first.
        func after(_ version: Int) -> [(version: Int, decision: Decision)] {
            decisions.filter { $0.key > version }.sorted { $0.key < $1.key }
                .map { ($0.key, $0.value) }
        }
    }

    enum Decision: Equatable, Sendable {
        case bye(PersonID, round: Int)
        case withdrawn(PersonID, fromRound: Int)
        case expelled(PersonID, fromRound: Int)
        case paired(Int, attempt: Int)
        case overridden(Int, [BoardChange], [ByeChange])
        case recorded(BoardID, GameResult)
        case corrected(BoardID, from: GameResult, to: GameResult)
        case amended([String: FieldChange])
        case finalized

        /// The round to which it belongs.
        var round: Int? {
            switch self {
            case .paired(let round, _), .overridden(let round, _, _): round
            case .recorded(let board, _), .corrected(let board, _, _): board.round
            case .bye, .withdrawn, .expelled, .amended, .finalized: nil
            }
        }

        var board: Int? {
            switch self {
            case .recorded(let board, _), .corrected(let board, _, _): board.board
            default: nil
            }
        }

        var name: String {
            switch self {
            case .bye: "tournament.bye-granted"
            case .withdrawn: "tournament.player-withdrawn"
            case .expelled: "tournament.player-expelled"
            case .paired: "tournament.round-paired"
            case .overridden: "tournament.pairing-overridden"
            case .recorded: "tournament.result-recorded"
            case .corrected: "tournament.result-corrected"
            case .amended: "tournament.amended"
            case .finalized: "tournament.finalized"
            }
        }
    }

    /// A later decision that stands in the way of taking one back.
    package struct Dependent: Codable, Equatable, Sendable {
        package let version: Int
        package let type: String
        package let round: Int?
        package let board: Int?
    }

    /// Keeps the ledger; what undoes a decision takes it out.
    mutating func note(_ event: Event) {
        switch event {
        case .byeGranted(let player, let round, _, _):
            ledger.removeAll { $0 == .bye(player, round: round) }
            ledger.add(.bye(player, round: round), at: version)
        case .byeCancelled(let player, let round):
            ledger.removeAll { $0 == .bye(player, round: round) }
        case .playerWithdrawn(let player, let round, _) where entries[player] != nil:
            ledger.add(.withdrawn(player, fromRound: round), at: version)
        case .playerExpelled(let player, let round, _, _):
            ledger.add(.expelled(player, fromRound: round), at: version)
        case .playerReinstated(let player, _):
            ledger.removeAll {
                switch $0 {
                case .withdrawn(player, _), .expelled(player, _): true
                default: false
                }
            }
        case .roundPaired(let round):
            ledger.add(.paired(round.round, attempt: round.attempt), at: version)
        case .roundUnpaired(let round, _, _):
            ledger.removeAll { ($0.round ?? 0) >= round }
        case .pairingOverridden(let round, let changes, let byes, _, _, _):
            ledger.add(.overridden(round, changes, byes), at: version)
        case .resultRecorded(let round, let board, let result, _, _):
            ledger.add(.recorded(BoardID(round, board), result), at: version)
        case .resultCorrected(let round, let board, _, .open, _, _, _):
            ledger.removeAll { $0.round == round && $0.board == board }
        case .resultCorrected(let round, let board, let from, let to, _, _, _):
            ledger.add(.corrected(BoardID(round, board), from: from, to: to), at: version)
        case .amended(let changes, _, _): ledger.add(.amended(changes), at: version)
        case .finalized: ledger.add(.finalized, at: version)
        case .reopened: ledger.removeAll { $0 == .finalized }
        case .decisionReverted(_, let version, let dependents, _, _, _):
            for version in [version] + dependents { ledger.remove(version) }
        default: break
        }
    }
}
