import EventSourcing
import Tournaments
import Vocabulary

/// The parts of `Problem+Tournament`: entries, rounds, results.
extension Problem {
    init(ofEntry rejection: Tournament.Rejection) {
        switch rejection {
        case .entriesClosed: self.init(.entriesClosed)
        case .alreadyEntered(let player):
            self.init(.alreadyEntered, nil, ["player": .init(player)])
        case .notEligible(let rule):
            self.init(.notEligible, rule.explanation, ["rule": .string(rule.rawValue)])
        case .consentMissing:
            self.init(.consentMissing, nil, ["purposes": ["participation"]])
        case .notEntered(let player): self.init(.notEntered, nil, ["player": .init(player)])
        case .notWithdrawn(let player): self.init(.notWithdrawn, nil, ["player": .init(player)])
        case .expelled(let player): self.init(.playerExpelled, nil, ["player": .init(player)])
        case .roundPublished(let round):
            self.init(
                .roundPublished, "round \(round) is published", ["round": .init(count: round)])
        case .roundPaired(let round):
            self.init(.roundPaired, "round \(round) is paired", ["round": .init(count: round)])
        case .roundTooFar(let round, let last):
            self.init(
                .roundTooFar, "round \(round) of \(last)",
                ["round": .init(count: round), "last": .init(count: last)])
        case .byeLimit(let limit):
            self.init(
                .byeLimit, "\(limit) may be asked for, late entries included",
                ["limit": .init(count: limit)])
        case .byeNotByRequest(let kind):
            self.init(.byeNotByRequest, nil, ["kind": .string(kind.rawValue)])
        case .noByes(let format): self.init(.noByes, nil, ["format": .string(format.rawValue)])
        case .checkInClosed(let round):
            self.init(.checkInClosed, nil, ["round": .init(count: round)])
        case .tooManyPlayers(let count, let allowed):
            self.init(
                .tournamentFull, "there are \(count) players, and may be \(allowed)",
                ["players": .init(count: count), "allowed": .init(count: allowed)])
        default: preconditionFailure("only rules about entries come here")
        }
    }

    init(ofRound rejection: Tournament.Rejection) {
        switch rejection {
        case .orderIncomplete(let missing, let unknown):
            self.init(
                .orderIncomplete, nil,
                [
                    "missing": .array(missing.map { .init($0) }),
                    "unknown": .array(unknown.map { .init($0) }),
                ])
        case .notSeeded: self.init(.notSeeded)
        case .tooFewPlayers(let count, let needed):
            self.init(
                .tooFewPlayers, "there are \(count) players, and \(needed) are needed",
                ["players": .init(count: count), "needed": .init(count: needed)])
        case .roundNotComplete(let round, let boards):
            self.init(
                .roundNotComplete,
                "round \(round) is not complete: boards "
                    + boards.map(String.init).joined(separator: ", ") + " have no result",
                [
                    "round": .init(count: round),
                    "boards": .array(boards.map { .init(count: $0) }),
                ])
        case .notTheNextRound(let round, let next):
            self.init(
                .notNextRound, "round \(next) is next, not \(round)", ["next": .init(count: next)])
        case .alreadyPaired(let round):
            self.init(.alreadyPaired, "round \(round) is paired", ["round": .init(count: round)])
        case .allRoundsPaired(let planned):
            self.init(.allRoundsPaired, nil, ["planned": .init(count: planned)])
        case .noLegalPairing(let round, let players, let explanation):
            self.init(
                .noLegalPairing, explanation,
                [
                    "round": .init(count: round),
                    "players": .array(players.map { .init($0) }),
                    "explanation": .string(explanation),
                ])
        case .nothingToPair(let round):
            self.init(.nothingToPair, nil, ["round": .init(count: round)])
        case .notPaired(let round):
            self.init(.notPaired, "round \(round) is not paired", ["round": .init(count: round)])
        case .pairingImpossible(let fault):
            self.init(.pairingImpossible, fault.explanation, ["fault": .string(fault.explanation)])
        case .pairingBreach(let faults):
            self.init(
                .pairingBreach, faults.map(\.code).joined(separator: ", "),
                ["faults": .array(faults.map { .string($0.code) })])
        case .roundHasResults(let round, let boards):
            self.init(
                .roundHasResults, nil,
                [
                    "round": .init(count: round),
                    "boards": .array(boards.map { .init(count: $0) }),
                ])
        case .laterRoundPaired(let round):
            self.init(
                .laterRoundPaired, "round \(round) is paired", ["round": .init(count: round)])
        case .playersUnplaced(let round, let players):
            self.init(
                .playersUnplaced, "\(players.count) players have no place in round \(round)",
                ["players": .array(players.map { .init($0) })])
        case .notPublished(let round):
            self.init(
                .notPublished, "round \(round) is not published", ["round": .init(count: round)])
        case .windowNeedsEnd(let round):
            self.init(.windowNeedsEnd, nil, ["round": .init(count: round)])
        default: preconditionFailure("only rules about rounds come here")
        }
    }

    init(ofResult rejection: Tournament.Rejection) {
        switch rejection {
        case .noSuchBoard(let board): self.init(.noSuchBoard, "there is no \(board)", board.members)
        case .notYourGame(let board): self.init(.notYourGame, nil, board.members)
        case .notByAppointment: self.init(.notByAppointment)
        case .outsideWindow(let until):
            self.init(.outsideWindow, "the window ends at \(until)", ["until": .init(until)])
        case .timeNotProposed(let time):
            self.init(.timeNotProposed, nil, ["time": .init(time)])
        case .resultFinal(let board, let result):
            self.init(
                .resultFinal, "\(board) ended \(result.rawValue)", board.members(result))
        case .resultExists(let board, let result):
            self.init(
                .resultExists, "\(board) has the result \(result.rawValue)",
                board.members(result))
        case .resultMismatch(let board, let reported):
            self.init(
                .resultMismatch, "the other player has reported \(reported.rawValue)",
                board.members(reported))
        case .nothingReported(let board): self.init(.nothingReported, nil, board.members)
        case .noResult(let board): self.init(.noResult, "\(board) is open", board.members)
        case .resultNotPossible(let result):
            self.init(.resultNotPossible, nil, ["result": .string(result.rawValue)])
        case .drawInKnockout(let board): self.init(.drawInKnockout, nil, board.members)
        case .appliesTooEarly(let round, let first):
            self.init(
                .appliesTooEarly, "round \(round) is paired or over",
                ["first": .init(count: first)])
        case .correctionBlocked(let boards):
            self.init(
                .correctionBlocked, boards.map(\.description).joined(separator: ", "),
                ["by": .array(boards.map { .object($0.members) })])
        default: preconditionFailure("only rules about results come here")
        }
    }
}

extension Tournament.BoardID {
    fileprivate var members: [String: JSONValue] {
        ["round": .init(count: round), "board": .init(count: board)]
    }

    fileprivate func members(_ result: Tournament.GameResult) -> [String: JSONValue] {
        members.merging(["result": .string(result.rawValue)]) { $1 }
    }
}

extension Tournament.EligibilityRule {
    fileprivate var explanation: String {
        switch self {
        case .member: "they are not a member of the club"
        case .school: "the tournament is not for their school"
        case .rating: "their rating is too high for this tournament"
        case .inactive: "they are not active at their school"
        case .ageBand: "the tournament is not for their age band"
        case .ratingUnknown:
            "the tournament has a rating limit, and without a rating only an arbiter enters a player"
        }
    }
}

extension Tournament.PlacementFault {
    fileprivate var explanation: String {
        switch self {
        case .twice(let player): "\(player) would be in two places"
        case .notPlaying(let player): "\(player) does not play in this round"
        case .byeOfAnotherKind(let kind): "a knockout has no bye of the kind \(kind.rawValue)"
        case .boardOutOfBounds(let board): "there is no board \(board)"
        case .notOfThisMatch(let board): "board \(board) keeps the two players of its match"
        }
    }
}
