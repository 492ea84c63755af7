extension ReportFile {
    /// Whether teams are ranked and paired: record `192` says so, or, without one, there are `310`
    /// records. Older `013` records alone may stand in an individual tournament, too.
    package var isTeamTournament: Bool {
        kind.isEmpty ? teams.contains { $0.dialect == .trf26 } : kind.contains("TEAM")
    }

    /// The teams, each with the dialect of its record; `013` records count where there are no `310`.
    private var teams: [(team: ReportedTeam, dialect: Dialect, line: Int)] {
        var teams: [(team: ReportedTeam, dialect: Dialect, line: Int)] = []
        for (index, record) in records.enumerated() {
            if case .team(let team, let dialect) = record {
                teams.append((team, dialect, index + 1))
            }
        }
        let newer = teams.filter { $0.dialect == .trf26 }
        return newer.isEmpty ? teams : newer
    }

    /// The team tournament as pairing and standings see it.
    ///
    /// A match is found by its games; `300` records say who sat on which board where that was not
    /// the roster's order, `330` records which matches were given up, `320` and `240` records who
    /// had a bye. `352` says how many boards there are, else the largest match does.
    ///
    /// - Parameters:
    ///   - rounds: The number of rounds, in place of what the file says.
    ///   - colour: The initial colour, in place of what the file says.
    /// - Throws: `ReportError` when records contradict each other.
    /// - Complexity: O(players × rounds).
    package func teamHistory(
        plannedRounds rounds: Int? = nil, initialColour colour: Colour? = nil
    ) throws(ReportError) -> TeamHistory {
        try checkUniqueRecords()
        let reported = teams.sorted { $0.team.number < $1.team.number }
        guard !reported.isEmpty else {
            throw ReportError(
                line: 0, column: 0, expected: "teams (records 310 or 013)", found: "none")
        }
        let entrants = try consistentEntrants(withByes: false)
        try checkRosters(reported.map { ($0.team, $0.line) }, entrants: entrants)
        try checkNumbers(against: Set(reported.map(\.team.number)), of: "a team")
        let matches = try TeamMatchReader(
            report: self, teams: reported.map(\.team), entrants: entrants)
        var history = TeamHistory(
            plannedRounds: try plannedRounds(or: rounds), boards: matches.boards,
            teams: try matches.teams())
        history.apply(kind: kind)
        history.format = format
        history.matchPoints = matches.matchPoints
        history.gamePoints = pointSystem
        history.statedByeGamePoints = matches.statedByeGamePoints
        history.forbidden = forbidden
        history.acceleration = teamAcceleration(history.primaryScore)
        let lot = colour ?? initialColour ?? history.matches.colourDrawnForRoundOne
        history.initialColour = lot ?? .white
        return history
    }

    private func teamAcceleration(_ score: TeamScore) -> Acceleration {
        var grants = virtualPointGrants()
        guard !grants.isEmpty else { return kind.hasSuffix("_BAKU") ? .baku : .none }
        if score == .match {
            for index in grants.indices {
                grants[index].points = grants[index].matchPoints ?? grants[index].points
            }
        }
        return .granted(grants)
    }

    private func checkRosters(
        _ teams: [(team: ReportedTeam, line: Int)], entrants: [Entrant]
    ) throws(ReportError) {
        let known = Set(entrants.map(\.number))
        var numbers: Set<Int> = []
        var listed: Set<Int> = []
        for (team, line) in teams {
            guard numbers.insert(team.number).inserted else {
                throw ReportError(
                    line: line, column: 5, expected: "each team's number once",
                    found: "\(team.number) again")
            }
            for player in team.players where player > 0 {
                guard known.contains(player), listed.insert(player).inserted else {
                    throw ReportError(
                        line: line, column: 0,
                        expected: "players of the file, each in one team", found: "\(player)")
                }
            }
        }
    }
}

extension TeamHistory {
    /// What record `192` says of scores and colours: `FIDE_TEAM_TYPEB_MP_GP`, ….
    fileprivate mutating func apply(kind: String) {
        let words = kind.split(separator: "_").map(String.init)
        let scores = words.compactMap(TeamScore.init(rawValue:))
        primaryScore = scores.first ?? .match
        usesSecondaryScore = scores.count != 1
        if words.contains("TYPEA") {
            colourModel = .typeA
        } else if words.contains("TYPEB") {
            colourModel = .typeB
        } else {
            // A code of FIDE's that names scores and no type asks for no preferences.
            colourModel = words.first == "FIDE" && !scores.isEmpty ? .none : .typeA
        }
    }
}
