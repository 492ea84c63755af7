import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// What somebody may wish of a tournament.
    ///
    /// What other streams know comes in as values that the handler fills in: a `Candidate`, who is
    /// asking. Moments are UTC; local times are read in the zone of the settings.
    package enum Command: Sendable {
        case schedule(Settings)
        /// With `force` and a reason, also what breaks a promise made at the start.
        case amend([String: JSONValue], force: Bool, reasonCode: ReasonCode?)
        case openEntries
        case closeEntries
        case postpone(to: LocalDateTime)
        case cancel(reasonCode: ReasonCode)

        case enter(Candidate, byes: [RequestedBye], by: Party)
        /// From the next round to be paired, unless one is named.
        case withdraw(PersonID, fromRound: Int?, reasonCode: ReasonCode)
        case reinstate(PersonID, atRound: Int?)
        case expel(PersonID, reasonCode: ReasonCode, reason: VaultReference?)
        case requestBye(PersonID, RequestedBye, by: Party)
        case cancelBye(PersonID, round: Int)
        case checkIn(PersonID, round: Int)

        case seed(SeedingMethod, order: [PersonID]?, seed: Int?)
        case start(lotSeed: Int?)
        /// Pairs a round; with `allowOpenGames`, open games of earlier rounds count as draws.
        case pair(round: Int, excludeAbsent: Bool, allowOpenGames: Bool)
        case override(
            round: Int, [PlacementChange], force: Bool, reasonCode: ReasonCode,
            reason: VaultReference?)
        case unpair(round: Int, reasonCode: ReasonCode)
        case publish(round: Int, startsAt: Timestamp?, windowEndsAt: Timestamp?)

        case proposeTime(BoardID, [Timestamp], by: PersonID, at: Timestamp)
        case agreeTime(BoardID, Timestamp, by: PersonID, at: Timestamp)
        case report(
            BoardID, GameResult, by: PersonID, gameRef: GameReference?, at: Timestamp)
        case confirm(BoardID, GameResult?, by: PersonID)
        case dispute(BoardID, by: PersonID, reason: VaultReference?)
        case record(BoardID, GameResult, source: ResultSource, gameRef: GameReference?)
        case correct(
            BoardID, GameResult, appliesFromRound: Int?, reasonCode: ReasonCode,
            reason: VaultReference?)
        /// The clock's: a report that nobody has answered in time counts; quiet otherwise.
        case confirmByClock(BoardID, at: Timestamp)
        /// The clock's, at the end of a window: what has been reported counts, the rest stays open;
        /// quiet before that end, for the round may have got a later one meanwhile. An earlier release's
        /// deadlines do not say of which end they are.
        case closeWindow(round: Int, at: Timestamp?)
        case revert(Reversal, cascade: Bool, reasonCode: ReasonCode, reason: VaultReference?)

        case complete(round: Int)
        case resolveTie([PersonID], TieMethod, seed: Int?)
        case finalize(confirmDigest: String)
        case reopen(reasonCode: ReasonCode, reason: VaultReference?)

        /// A round that was played elsewhere, as a whole.
        case importRound(ImportedRound)
    }

    /// Somebody who is to play, as the directory and the club know them now.
    package struct Candidate: Equatable, Sendable {
        package var details: EntryDetails
        package var ageBand: AgeBand
        package var isActive: Bool
        package var isMember: Bool
        /// Whether a guardian must agree and has not.
        package var lacksConsent: Bool

        package init(
            _ details: EntryDetails, ageBand: AgeBand, isActive: Bool = true,
            isMember: Bool = true, lacksConsent: Bool = false
        ) {
            self.details = details
            self.ageBand = ageBand
            self.isActive = isActive
            self.isMember = isMember
            self.lacksConsent = lacksConsent
        }
    }

    /// Who asks: limits hold for players, and an arbiter may go beyond them.
    package enum Party: Sendable {
        case player, arbiter, `import`

        var byeSource: ByeSource {
            switch self {
            case .player: .requested
            case .arbiter: .arbiter
            case .import: .import
            }
        }
    }

    package struct RequestedBye: Codable, Equatable, Sendable {
        package let round: Int
        package let kind: ByeKind

        package init(round: Int, kind: ByeKind) {
            self.round = round
            self.kind = kind
        }
    }

    /// A board by its round and number, both from 1.
    package struct BoardID: Hashable, Sendable, CustomStringConvertible {
        package let round: Int
        package let board: Int

        package init(_ round: Int, _ board: Int) {
            self.round = round
            self.board = board
        }

        package var description: String { "board \(board) of round \(round)" }
    }

    /// One change of an arbiter's to a round that is paired.
    package enum PlacementChange: Equatable, Sendable {
        /// Puts two at a board; whoever sat with them is without a place.
        case board(Int, white: PersonID, black: PersonID)
        case bye(PersonID, kind: ByeKind)
    }

    /// The event to be reverted, and its version in the stream.
    package struct Reversal: Equatable, Sendable {
        package let event: EventID
        package let version: Int

        package init(event: EventID, version: Int) {
            self.event = event
            self.version = version
        }
    }

    /// A round from elsewhere. Whoever is in neither list was absent.
    package struct ImportedRound: Equatable, Sendable {
        package struct Game: Equatable, Sendable {
            package var white: PersonID
            package var black: PersonID
            /// Nothing for a game that is still open.
            package var result: GameResult?
            package var isColourless = false
            package var isUnrated = false

            package init(white: PersonID, black: PersonID, result: GameResult?) {
                self.white = white
                self.black = black
                self.result = result
            }
        }

        package var round: Int
        /// In the order of the boards.
        package var games: [Game]
        package var byes: [PairedBye]

        package init(round: Int, games: [Game], byes: [PairedBye]) {
            self.round = round
            self.games = games
            self.byes = byes
        }
    }
}
