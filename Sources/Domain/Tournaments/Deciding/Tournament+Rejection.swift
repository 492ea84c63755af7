import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// The rules that can stand in the way of a tournament, each with the values that explain it.
    package enum Rejection: Error, Equatable, Sendable {
        case alreadyScheduled, notScheduled
        case cancelled, finalized, notFinal
        case alreadyStarted, notStarted
        case unknownTimeZone(TimeZoneID)
        case localTimeDoesNotExist(LocalDateTime, TimeZoneID, nearest: [LocalDateTime])
        case unknownTieBreak(String)
        /// A number, or the length of a text or list, lies outside what is allowed.
        case outOfBounds(Field, allowed: ClosedRange<Int>)
        /// A half-point bye is worth a draw in the rules that pair.
        case halfPointByeIsADraw
        /// A pair to keep apart names at least two players, the other kinds none.
        case avoidRuleIncomplete(AvoidRule.Kind)
        case unknownSetting(String)
        /// - Parameter reason: Behind the setting's name: `takes a whole number`.
        case settingInvalid(String, reason: String)
        case knockoutByHand
        /// What the draw rests on cannot change once it is drawn.
        case settingFixed(String)
        /// Fewer rounds than are paired, or rounds where the format gives them.
        case roundsFixed(atLeast: Int)
        case amendmentBreach([String])

        case entriesClosed
        case alreadyEntered(PersonID)
        case notEligible(EligibilityRule)
        case consentMissing
        case notEntered(PersonID)
        case notWithdrawn(PersonID)
        case expelled(PersonID)
        /// They have a place in this round already.
        case roundPublished(Int)
        case roundPaired(Int)
        case roundTooFar(Int, last: Int)
        case byeLimit(Int)
        case byeNotByRequest(ByeKind)
        case noByes(Format)
        case checkInClosed(round: Int)

        case orderIncomplete(missing: [PersonID], unknown: [PersonID])
        case notSeeded
        case tooFewPlayers(Int, needed: Int)
        case tooManyPlayers(Int, allowed: Int)
        case roundNotComplete(Int, openBoards: [Int])
        /// Rounds are paired one after the other.
        case notTheNextRound(Int, next: Int)
        case alreadyPaired(Int)
        case allRoundsPaired(Int)
        case noLegalPairing(round: Int, players: [PersonID], explanation: String)
        case nothingToPair(Int)
        case notPaired(Int)
        case pairingImpossible(PlacementFault)
        case pairingBreach([PairingFault])
        case roundHasResults(Int, boards: [Int])
        case laterRoundPaired(Int)
        case playersUnplaced(Int, [PersonID])
        case notPublished(Int)
        /// Where players choose their time, a round has an end.
        case windowNeedsEnd(Int)

        case noSuchBoard(BoardID)
        case notYourGame(BoardID)
        case notByAppointment
        case outsideWindow(until: Timestamp)
        case timeNotProposed(Timestamp)
        case resultFinal(BoardID, GameResult)
        case resultExists(BoardID, GameResult)
        /// The other player has said something else.
        case resultMismatch(BoardID, reported: GameResult)
        case nothingReported(BoardID)
        case noResult(BoardID)
        /// Not a result that may be given here.
        case resultNotPossible(GameResult)
        case drawInKnockout(BoardID)
        case appliesTooEarly(Int, first: Int)
        /// Matches that hang on this one are paired.
        case correctionBlocked(by: [BoardID])

        case unknownDecision
        case notRevertible
        case revertBlocked(dependents: [Dependent])

        case gamesOpen(Int, boards: [Int])
        case notTied([PersonID])
        case roundsLeft(paired: Int, planned: Int)
        case standingsChanged(digest: String)
        case importInvalid(round: Int, ImportFault)
    }

    package enum EligibilityRule: String, Sendable {
        case member, school, rating, inactive
        case ageBand = "age-band"
        /// There is a limit, and whether a player keeps to it is not known.
        case ratingUnknown = "rating-unknown"
    }

    /// A placement that is no round at all, whoever forces it.
    package enum PlacementFault: Equatable, Sendable {
        case twice(PersonID)
        case notPlaying(PersonID)
        case byeOfAnotherKind(ByeKind)
        case boardOutOfBounds(Int)
        /// In a knockout the bracket says who plays; only colours can change.
        case notOfThisMatch(board: Int)
    }

    package enum ImportFault: String, Sendable {
        case playerTwice = "player-twice"
        case unknownPlayer = "unknown-player"
        case tooLarge = "too-large"
    }

    package enum Field: String, Sendable {
        case name, rounds, capacity, seed, rating, byes, times, players
        case roundTimes = "round-times", windowDays = "window-days"
        case initialSeconds = "initial-seconds", incrementSeconds = "increment-seconds"
        case scoring, tieBreaks = "tie-breaks", lateEntryUntilRound = "late-entry-until-round"
        case maxRequestedHalfPointByes = "max-requested-half-point-byes", avoid
        case autoConfirmHours = "auto-confirm-hours", cascade, changes
    }
}

extension Tournament {
    /// What an arbiter's board does to the rules of the pairing.
    package enum PairingFault: Equatable, Sendable, CustomStringConvertible {
        case rematch(Seats)
        case secondAllocatedBye(PersonID)
        case thirdColourRunning(PersonID, Colour)
        case colourDifference(PersonID)
        case keptApart(Seats)
        case ratherNot(Seats)

        package var level: Level {
            switch self {
            case .rematch, .secondAllocatedBye, .thirdColourRunning, .keptApart: .breach
            case .colourDifference, .ratherNot: .warn
            }
        }

        /// A stable code, as warnings in events have it.
        package var code: String {
            switch self {
            case .rematch: "rematch"
            case .secondAllocatedBye: "second-pab"
            case .thirdColourRunning: "third-colour-running"
            case .colourDifference: "colour-difference"
            case .keptApart: "kept-apart"
            case .ratherNot: "rather-not"
            }
        }

        package var description: String { code }
    }
}
