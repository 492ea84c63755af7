extension ReportFile {
    /// The number of rounds fixed beforehand, if the file says it.
    package var plannedRounds: Int? {
        records.reduce(nil) { if case .plannedRounds(let rounds, _) = $1 { rounds } else { $0 } }
    }

    /// The initial colour, if the file says it.
    package var initialColour: Colour? {
        records.reduce(nil) { if case .initialColour(let colour, _) = $1 { colour } else { $0 } }
    }

    /// The kind in record `192`; empty if there is none.
    package var kind: String {
        records.reduce("") { if case .kind(let kind) = $1 { kind } else { $0 } }
    }

    /// What the file says about points.
    var pointSystem: PointSystem {
        var system = PointSystem.standard
        for case .pointValues(let values) in records { system.apply(values) }
        return system
    }

    /// The tournament as pairing and standings see it.
    ///
    /// - Parameters:
    ///   - rounds: The number of rounds, in place of what the file says.
    ///   - colour: The initial colour, in place of what the file says.
    /// - Throws: `ReportError` when the records contradict each other, or when neither the file nor
    ///   the caller says how many rounds there are.
    /// - Complexity: O(players × rounds).
    package func history(
        plannedRounds rounds: Int? = nil, initialColour colour: Colour? = nil
    ) throws(ReportError) -> TournamentHistory {
        try checkUniqueRecords()
        let entrants = try consistentEntrants(withByes: true)
        try checkNumbers(against: Set(entrants.map(\.number)), of: "a player")
        var history = TournamentHistory(
            plannedRounds: try plannedRounds(or: rounds), entrants: entrants)
        history.pointSystem = pointSystem
        history.format = format
        history.forbidden = forbidden
        let grants = virtualPointGrants()
        history.acceleration =
            !grants.isEmpty ? .granted(grants) : kind.hasSuffix("_BAKU") ? .baku : .none
        history.initialColour = colour ?? initialColour ?? history.colourDrawnForRoundOne ?? .white
        return history
    }

    func plannedRounds(or given: Int?) throws(ReportError) -> Int {
        guard let planned = given ?? plannedRounds else {
            throw ReportError(
                line: 0, column: 0, expected: "the number of rounds (record 142 or XXR)",
                found: "none")
        }
        guard planned >= pairedRounds else {
            throw ReportError(
                line: 0, column: 0, expected: "no more than the \(planned) rounds fixed beforehand",
                found: "\(pairedRounds) rounds paired")
        }
        return planned
    }

    /// From record `192`: a Swiss by the Dutch system if it names no other. FIDE's own double round robins swap two rounds, plain Berger ones do not.
    var format: TournamentHistory.Format {
        guard kind.hasPrefix("BERGER") || kind.contains("ROUNDROBIN") else {
            return Self.otherSystems.contains(where: kind.contains) ? .other(kind) : .swiss
        }
        return .roundRobin(swapsLastRounds: kind.hasPrefix("FIDE_") && kind.contains("DOUBLE"))
    }

    /// FIDE's other systems for players.
    private static let otherSystems = ["FIDE_DUBOV", "FIDE_BURSTEIN", "FIDE_LIM", "FIDE_DOUBLE"]

    var forbidden: [Separation] {
        records.compactMap {
            if case .separation(let separation, _) = $0 { separation } else { nil }
        }
    }

    /// The numbers of all `XXZ` records.
    private var absentNextRound: Set<Int> {
        records.reduce(into: []) { absentees, record in
            if case .absentNextRound(let numbers) = record { absentees.formUnion(numbers) }
        }
    }

    /// - Parameter withByes: Whether the byes of `240` and `XXZ` records are the players', and not
    ///   teams'.
    func consistentEntrants(withByes: Bool) throws(ReportError) -> [Entrant] {
        var lines: [Int: Int] = [:]
        var entrants: [Entrant] = []
        let absentees = absentNextRound
        let requests = requestedByes
        let nextRound = pairedRounds + 1
        for (index, record) in records.enumerated() {
            guard case .player(let player) = record else { continue }
            guard lines.updateValue(index + 1, forKey: player.number) == nil else {
                throw ReportError(
                    line: index + 1, column: 5, expected: "each pairing number once",
                    found: "\(player.number) again")
            }
            var entrant = Entrant(
                number: player.number, rating: player.rating.flatMap { $0 > 0 ? $0 : nil },
                rounds: withByes
                    ? withRequestedByes(player, by: requests).rounds : player.rounds)
            if withByes, absentees.contains(player.number) {
                entrant.requestBye(.zeroPoint, inRound: nextRound)
            }
            entrants.append(entrant)
        }
        guard !entrants.isEmpty else {
            throw ReportError(
                line: 0, column: 0, expected: "players (records 001)", found: "none")
        }
        entrants.sort { $0.number < $1.number }
        try Self.check(entrants, lines: lines)
        return entrants
    }

    /// Every pairing must be reported the same by both sides.
    private static func check(_ entrants: [Entrant], lines: [Int: Int]) throws(ReportError) {
        var places: [Int: Int] = [:]
        for (place, entrant) in entrants.enumerated() { places[entrant.number] = place }
        for entrant in entrants {
            for (index, outcome) in entrant.rounds.enumerated() {
                guard let opponent = outcome.opponent else { continue }
                let line = lines[entrant.number] ?? 0
                let column = 92 + 10 * index
                guard let other = places[opponent], opponent != entrant.number else {
                    throw ReportError(
                        line: line, column: column, expected: "another player's pairing number",
                        found: "\(opponent)")
                }
                let mirror = entrants[other].outcome(ofRound: index + 1)
                guard outcome.agrees(with: mirror, of: entrant.number) else {
                    throw ReportError(
                        line: line, column: column,
                        expected:
                            "the pairing that player \(opponent) reports in round \(index + 1)",
                        found: "another one")
                }
            }
        }
    }
}

extension Entrant {
    /// Enters a bye asked for, unless something stands in that round already.
    package mutating func requestBye(_ bye: Bye, inRound round: Int) {
        while rounds.count < round { rounds.append(.absent) }
        if rounds[round - 1] == .absent { rounds[round - 1] = .bye(bye) }
    }
}

extension RoundOutcome {
    /// Whether two sides' reports can be those of one pairing. The results need not add up: an
    /// arbiter may take points from both.
    fileprivate func agrees(with other: RoundOutcome, of number: Int) -> Bool {
        switch (self, other) {
        case (.game(_, let colour, _, _), .game(number, let otherColour, _, _)):
            return colour != otherColour
        case (.forfeit(_, let colour, let isWon), .forfeit(number, let otherColour, let otherWon)):
            return (colour == nil || colour != otherColour) && !(isWon && otherWon)
        default:
            return false
        }
    }
}

extension TournamentHistory {
    /// The initial colour that the games of round 1 show, if there are any: that of the first
    /// participant who was paired, who has an odd number in the count of those paired.
    package var colourDrawnForRoundOne: Colour? {
        let paired = entrants.filter { $0.outcome(ofRound: 1).isPaired }
        for (index, entrant) in paired.enumerated() {
            let colour: Colour?
            switch entrant.outcome(ofRound: 1) {
            case .game(_, let played, _, _): colour = played
            case .forfeit(_, let scheduled, _): colour = scheduled
            case .bye, .absent: colour = nil
            }
            guard let colour, let opponent = entrant.outcome(ofRound: 1).opponent,
                opponent > entrant.number
            else { continue }
            return index.isMultiple(of: 2) ? colour : colour.opposite
        }
        return nil
    }
}
