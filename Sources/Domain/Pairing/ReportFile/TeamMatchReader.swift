/// Finds the matches of a team tournament in the games of its players.
struct TeamMatchReader {
    private let report: ReportFile
    private let reported: [ReportedTeam]
    private let entrants: [Int: Entrant]
    /// The team of each player.
    private let teamOfPlayer: [Int: Int]
    private let orders: [OrderKey: [Int]]
    private let colours: [Colour]
    private let pairedRounds: Int
    /// The boards of one match.
    let boards: Int
    let matchPoints: PointSystem
    let statedByeGamePoints: Points?
    private let gamePoints: PointSystem

    private struct OrderKey: Hashable {
        let round: Int
        let team: Int
    }

    /// More than any match has.
    static let mostBoards = 99

    init(report: ReportFile, teams: [ReportedTeam], entrants: [Entrant]) throws(ReportError) {
        self.report = report
        reported = teams
        var byNumber: [Int: Entrant] = [:]
        for entrant in entrants { byNumber[entrant.number] = entrant }
        self.entrants = byNumber
        var teamOfPlayer: [Int: Int] = [:]
        for team in teams {
            for player in team.players where player > 0 { teamOfPlayer[player] = team.number }
        }
        self.teamOfPlayer = teamOfPlayer
        var orders: [OrderKey: [Int]] = [:]
        var colours: [Colour] = []
        var matchPoints = PointSystem.match
        var byeGamePoints: Points?
        for record in report.records {
            switch record {
            case .boardOrder(let order):
                orders[OrderKey(round: order.round, team: order.team)] = order.players
            case .boardColours(let given): colours = given
            case .matchPointValues(let values): matchPoints.apply(values)
            case .teamByes(let match, let game, _):
                matchPoints.statedAllocatedBye = match
                byeGamePoints = game
            default: continue
            }
        }
        self.orders = orders
        self.colours = colours
        self.matchPoints = matchPoints
        statedByeGamePoints = byeGamePoints
        gamePoints = report.pointSystem
        pairedRounds = report.pairedRounds
        let largest = Self.largestMatch(
            teams, entrants: byNumber, teamOfPlayer: teamOfPlayer, rounds: report.pairedRounds)
        boards = colours.isEmpty ? min(largest, Self.mostBoards) : colours.count
    }

    private static func largestMatch(
        _ teams: [ReportedTeam], entrants: [Int: Entrant], teamOfPlayer: [Int: Int], rounds: Int
    ) -> Int {
        var largest = 1
        for team in teams {
            for round in stride(from: 1, through: rounds, by: 1) {
                let games = team.players.count {
                    entrants[$0]?.outcome(ofRound: round).opponent != nil
                }
                largest = max(largest, games)
            }
        }
        return largest
    }

    /// The teams with all their rounds.
    func teams() throws(ReportError) -> [Team] {
        var sides: [[Side]] = []
        for team in reported {
            var rounds: [Side] = []
            for round in stride(from: 1, through: pairedRounds + 1, by: 1) {
                rounds.append(try side(of: team, round: round))
            }
            sides.append(rounds)
        }
        var places: [Int: Int] = [:]
        for (place, team) in reported.enumerated() { places[team.number] = place }
        var teams = reported.enumerated().map { place, team in
            Team(
                number: team.number,
                rounds: sides[place].enumerated().map { index, side in
                    round(
                        side, against: side.opponent.flatMap { places[$0] }.map { sides[$0][index] }
                    )
                })
        }
        try enterByesAndForfeits(&teams, places: places)
        for index in teams.indices {
            while teams[index].rounds.last == .absent { teams[index].rounds.removeLast() }
        }
        return teams
    }

    /// One team's part of a round, before the other's is known.
    private struct Side {
        var opponent: Int?
        var colour = Colour.white
        var boards: [RoundOutcome] = []
        /// Without a match: the bye that its players' columns show.
        var bye = RoundOutcome.absent
    }

    private func side(of team: ReportedTeam, round: Int) throws(ReportError) -> Side {
        let roster = team.players.filter { $0 > 0 }
        func outcome(_ player: Int) -> RoundOutcome {
            entrants[player]?.outcome(ofRound: round) ?? .absent
        }
        let opponents = Set(
            roster.compactMap { outcome($0).opponent }.map { teamOfPlayer[$0] ?? 0 })
        guard let opponent = opponents.first else {
            return Side(bye: bye(in: roster.map(outcome)))
        }
        guard opponents.count == 1, opponent > 0, opponent != team.number else {
            throw ReportError(
                line: 0, column: 0,
                expected: "one other team as the opponent of team \(team.number) in round \(round)",
                found: opponents.sorted().map { $0 == 0 ? "none" : "\($0)" }.joined(separator: ", ")
            )
        }
        let order = orders[OrderKey(round: round, team: team.number)]
        let seated = order ?? roster.filter { outcome($0).isOnBoard }
        var side = Side(opponent: opponent, boards: seated.prefix(boards).map(outcome))
        while side.boards.count < boards { side.boards.append(.absent) }
        for (board, outcome) in side.boards.enumerated() {
            guard let colour = outcome.scheduledColour else { continue }
            side.colour = hasFirstColour(board) ? colour : colour.opposite
            break
        }
        return side
    }

    /// Whether a board has the same colours as the first one.
    private func hasFirstColour(_ board: Int) -> Bool {
        colours.indices.contains(board)
            ? colours[board] == colours[0] : board.isMultiple(of: 2)
    }

    private func bye(in outcomes: [RoundOutcome]) -> RoundOutcome {
        for bye in [Bye.pairingAllocated, .fullPoint, .halfPoint, .zeroPoint]
        where outcomes.contains(.bye(bye)) {
            return .bye(bye)
        }
        return .absent
    }

    private func round(_ side: Side, against other: Side?) -> TeamRound {
        guard let opponent = side.opponent, let other else { return TeamRound(side.bye) }
        func points(_ side: Side) -> Points {
            side.boards.reduce(.zero) { $0 + gamePoints.points(for: $1) }
        }
        let own = points(side)
        let theirs = points(other)
        let isPlayed =
            (side.boards + other.boards).contains { $0.playedOpponent != nil }
            || (own > .zero && theirs > .zero)
        guard isPlayed else {
            return TeamRound(
                .forfeit(opponent: opponent, colour: side.colour, won: own > theirs),
                boards: side.boards)
        }
        let score: GameScore =
            own > theirs ? .win : own == theirs && own > .zero ? .draw : .loss
        return TeamRound(
            .game(opponent: opponent, colour: side.colour, score: score), boards: side.boards)
    }

    private func enterByesAndForfeits(
        _ teams: inout [Team], places: [Int: Int]
    ) throws(ReportError) {
        for (index, record) in report.records.enumerated() {
            switch record {
            case .requestedByes(let bye, let round, let numbers):
                for number in numbers {
                    if let place = places[number] {
                        teams[place].enter(TeamRound(.bye(bye)), inRound: round, over: .absent)
                    }
                }
            case .teamByes(_, _, let numbers):
                for (round, number) in numbers.enumerated() where number > 0 {
                    guard let place = places[number] else {
                        throw Self.stranger(number, line: index + 1)
                    }
                    teams[place].enter(TeamRound(.bye(.pairingAllocated)), inRound: round + 1)
                }
            case .forfeitedMatch(let forfeit):
                guard let white = places[forfeit.white], let black = places[forfeit.black] else {
                    let number = places[forfeit.white] == nil ? forfeit.white : forfeit.black
                    throw Self.stranger(number, line: index + 1)
                }
                teams[white].give(.white, against: forfeit.black, forfeit)
                teams[black].give(.black, against: forfeit.white, forfeit)
            default: continue
            }
        }
    }

    private static func stranger(_ number: Int, line: Int) -> ReportError {
        ReportError(
            line: line, column: 0, expected: "the number of a team in the file", found: "\(number)")
    }
}

extension Team {
    /// - Parameter over: Enters only where this stands; anywhere if not given.
    fileprivate mutating func enter(
        _ entered: TeamRound, inRound round: Int, over: TeamRound? = nil
    ) {
        while rounds.count < round { rounds.append(.absent) }
        if over == nil || rounds[round - 1] == over { rounds[round - 1] = entered }
    }

    fileprivate mutating func give(
        _ colour: Colour, against opponent: Int, _ forfeit: ReportedForfeit
    ) {
        let boards = round(forfeit.round).boards
        enter(
            TeamRound(
                .forfeit(opponent: opponent, colour: colour, won: forfeit.winner == colour),
                boards: boards),
            inRound: forfeit.round)
    }
}

extension RoundOutcome {
    /// Whether a player sits on a board of a match: an opponent, or a point for nobody coming.
    fileprivate var isOnBoard: Bool {
        opponent != nil || self == .bye(.fullPoint)
    }

    fileprivate var scheduledColour: Colour? {
        switch self {
        case .game(_, let colour, _, _): colour
        case .forfeit(_, let colour, _): colour
        case .bye, .absent: nil
        }
    }
}

extension PointSystem {
    /// Takes over the values of a `162` or `362` record.
    mutating func apply(_ values: [ReportFile.PointValue]) {
        for value in values {
            switch value.symbol {
            case .win: win = value.points
            case .draw: draw = value.points
            case .loss: loss = value.points
            case .absence: absence = value.points
            case .allocatedBye: statedAllocatedBye = value.points
            }
        }
    }
}
