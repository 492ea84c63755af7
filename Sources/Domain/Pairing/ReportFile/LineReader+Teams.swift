extension LineReader {
    /// `310`: number 5 to 7, name 9 to 40, nickname 42 to 46, strength 48 to 53, match points 55 to
    /// 60, game points 62 to 67, rank 69 to 71, players from 74, 5 apart.
    func team() throws(ReportError) -> ReportedTeam {
        try blank(4, 8, 41, 47, 54, 61, 68, 72, 73)
        let number = try required(5...7, "a team's pairing number", in: 1...999)
        var team = ReportedTeam(number: number, name: text(9...40))
        team.nickname = text(42...46)
        team.strength = text(48...53)
        team.matchPoints = try points(55...60, "match points")
        team.gamePoints = try points(62...67, "game points")
        team.rank = try self.number(69...71, "a rank")
        team.players = try roster(from: 74)
        return team
    }

    /// `013`: name 5 to 36, players from 37, 5 apart.
    func olderTeam(number: Int) throws(ReportError) -> ReportedTeam {
        var team = ReportedTeam(number: number, name: text(5...36))
        team.players = try roster(from: 37)
        return team
    }

    /// Players' numbers, 4 columns each and 5 apart.
    private func roster(from first: Int) throws(ReportError) -> [Int] {
        var players: [Int] = []
        for column in stride(from: first, through: width, by: 5) {
            players.append(
                try optional(column...(column + 3), "a player's number", in: 0...9999) ?? 0)
            try blank(column + 4)
        }
        while players.last == 0 { players.removeLast() }
        return players
    }

    /// `300`: round 5 to 7, the team 9 to 11, the other 13 to 15, players from 17, 5 apart.
    func boardOrder() throws(ReportError) -> ReportedBoardOrder {
        try blank(4, 8, 12, 16)
        return ReportedBoardOrder(
            round: try required(5...7, "a round", in: 1...999),
            team: try required(9...11, "a team's number", in: 1...999),
            opponent: try required(13...15, "a team's number", in: 1...999),
            players: try roster(from: 17))
    }

    /// `320`: match points 5 to 8, game points 10 to 13, by round the team from 15, 4 apart.
    func teamByes() throws(ReportError) -> ReportFile.Record {
        try blank(4, 9, 14)
        guard let match = try points(5...8, "match points"),
            let game = try points(10...13, "game points")
        else { throw error(5, expected: "match and game points of the bye", found: text(5...13)) }
        var numbers: [Int] = []
        for column in stride(from: 15, through: width, by: 4) {
            numbers.append(
                try optional(column...(column + 2), "a team's number", in: 0...999) ?? 0)
            try blank(column + 3)
        }
        return .teamByes(match: match, game: game, numbers: numbers)
    }

    /// `330`: the results 5 to 6, round 8 to 10, White's team 12 to 14, Black's 16 to 18.
    func forfeitedMatch() throws(ReportError) -> ReportedForfeit {
        try blank(4, 7, 11, 15)
        let winner: Colour?
        switch text(5...6).uppercased() {
        case "+-", "10", "WL", "WZ": winner = .white
        case "-+", "01", "LW", "ZW": winner = .black
        case "--", "00", "LL", "ZZ": winner = nil
        case let other:
            throw error(5, expected: "a forfeit, one of +- -+ --", found: other)
        }
        return ReportedForfeit(
            round: try required(8...10, "a round", in: 1...999),
            white: try required(12...14, "a team's number", in: 1...999),
            black: try required(16...18, "a team's number", in: 1...999),
            winner: winner)
    }

    /// `352`: a letter a board.
    func boardColours() throws(ReportError) -> [Colour] {
        var colours: [Colour] = []
        for (index, letter) in rest(from: 5).unicodeScalars.enumerated() {
            switch letter {
            case "W", "w": colours.append(.white)
            case "B", "b": colours.append(.black)
            default:
                throw error(5 + index, expected: "a board's colour, W or B", found: String(letter))
            }
        }
        guard !colours.isEmpty else { throw error(5, expected: "the boards' colours", found: "") }
        guard colours.count <= TeamMatchReader.mostBoards else {
            throw error(
                5, expected: "at most \(TeamMatchReader.mostBoards) boards",
                found: "\(colours.count)")
        }
        return colours
    }
}
