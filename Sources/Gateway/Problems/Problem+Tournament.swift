import EventSourcing
import Tournaments
import Vocabulary

extension Problem {
    /// The code of each rule of a tournament, with the values that explain it.
    ///
    /// One long switch on purpose: a new rule does not compile until it has its line here.
    init(of rejection: Tournament.Rejection) {
        switch rejection {
        case .alreadyScheduled: self.init(.tournamentExists)
        case .notScheduled: self.init(.notFound)
        case .cancelled: self.init(.tournamentCancelled)
        case .finalized: self.init(.finalized)
        case .notFinal: self.init(.notFinal)
        case .alreadyStarted: self.init(.alreadyStarted)
        case .notStarted: self.init(.notStarted)
        case .unknownTimeZone(let zone):
            self.init(.unknownTimeZone, "\(zone) is no time zone", ["timeZone": .init(zone)])
        case .localTimeDoesNotExist(let time, let zone, let nearest):
            self.init(
                .localTimeDoesNotExist, "no clock in \(zone) shows \(time)",
                ["nearest": .array(nearest.map { .init($0) })])
        case .unknownTieBreak(let code):
            self.init(.unknownTieBreak, "\(code) is no tie-break", ["tieBreak": .string(code)])
        case .outOfBounds(let field, let allowed):
            self.init(invalid: [
                .init(outside: allowed, field: "/\(field.rawValue)")
            ])
        case .halfPointByeIsADraw:
            self.init(
                .settingInvalid, "a half-point bye is worth a draw", ["setting": "scoring"])
        case .avoidRuleIncomplete(let kind):
            self.init(
                .settingInvalid,
                kind == .pair
                    ? "a pair to keep apart names two players or more, each once"
                    : "only a pair names players",
                ["setting": "avoid"])
        case .unknownSetting(let name):
            let known = Tournament.Settings.names.sorted().joined(separator: ", ")
            self.init(
                .settingInvalid, "there is no setting \(name); there are \(known)",
                ["setting": .string(name)])
        case .knockoutByHand:
            self.init(
                .settingInvalid,
                "who meets in a knockout follows from its results; leave its pairing to the engine",
                ["setting": "pairing"])
        case .settingInvalid(let name, let reason):
            self.init(.settingInvalid, "\(name) \(reason)", ["setting": .string(name)])
        case .settingFixed(let name):
            self.init(
                .settingFixed, "\(name) stays as it is now", ["setting": .string(name)])
        case .roundsFixed(let least):
            self.init(
                .settingFixed, "there are \(least) rounds or more",
                ["setting": "rounds", "atLeast": .init(count: least)])
        case .amendmentBreach(let names):
            self.init(
                .amendmentBreach, "these were promised: \(names.joined(separator: ", "))",
                ["settings": .array(names.map { .string($0) })])
        case .entriesClosed, .alreadyEntered, .notEligible, .consentMissing, .notEntered,
            .notWithdrawn, .expelled, .roundPublished, .roundPaired, .roundTooFar, .byeLimit,
            .byeNotByRequest, .noByes, .checkInClosed, .tooManyPlayers:
            self.init(ofEntry: rejection)
        case .orderIncomplete, .notSeeded, .tooFewPlayers, .roundNotComplete, .notTheNextRound,
            .alreadyPaired, .allRoundsPaired, .noLegalPairing, .nothingToPair, .notPaired,
            .pairingImpossible, .pairingBreach, .roundHasResults, .laterRoundPaired,
            .playersUnplaced, .notPublished, .windowNeedsEnd:
            self.init(ofRound: rejection)
        case .noSuchBoard, .notYourGame, .notByAppointment, .outsideWindow, .timeNotProposed,
            .resultFinal, .resultExists, .resultMismatch, .nothingReported, .noResult,
            .resultNotPossible, .drawInKnockout, .appliesTooEarly, .correctionBlocked:
            self.init(ofResult: rejection)
        case .unknownDecision: self.init(.unknownDecision)
        case .notRevertible: self.init(.notRevertible)
        case .revertBlocked(let dependents):
            self.init(
                .revertBlocked, "\(dependents.count) later decisions hang on it",
                ["dependents": .array(dependents.map(\.json))])
        case .gamesOpen(let round, let boards):
            self.init(.gamesOpen, Self.open(boards, round), Self.round(round, boards))
        case .notTied(let players):
            self.init(.notTied, nil, ["players": .array(players.map { .init($0) })])
        case .roundsLeft(let paired, let planned):
            self.init(
                .roundsLeft, "\(paired) of \(planned) rounds are paired",
                ["paired": .init(count: paired), "planned": .init(count: planned)])
        case .standingsChanged(let digest):
            self.init(.standingsChanged, nil, ["digest": .string(digest)])
        case .importInvalid(let round, let fault):
            self.init(
                .importInvalid, "round \(round): \(fault.rawValue)",
                ["round": .init(count: round), "fault": .string(fault.rawValue)])
        }
    }

    fileprivate static func open(_ boards: [Int], _ round: Int) -> String {
        "round \(round) is not complete: boards "
            + boards.map(String.init).joined(separator: ", ") + " have no result"
    }

    fileprivate static func round(_ round: Int, _ boards: [Int]) -> [String: JSONValue] {
        ["round": .init(count: round), "boards": .array(boards.map { .init(count: $0) })]
    }
}

extension Tournament.Dependent {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "version": .init(count: version), "type": .string(type),
        ]
        if let round { members["round"] = .init(count: round) }
        if let board { members["board"] = .init(count: board) }
        return .object(members)
    }
}
