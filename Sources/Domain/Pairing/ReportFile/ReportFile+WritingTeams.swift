extension ReportFile {
    static func line(of team: ReportedTeam) -> String {
        let line =
            "310 \(right(team.number, 3)) \(left(team.name, 32)) \(left(team.nickname, 5))"
            + " \(right(team.strength, 6)) \(right(team.matchPoints, 6))"
            + " \(right(team.gamePoints, 6)) \(right(team.rank, 3)) "
        return trimmed(line + columns(of: team.players))
    }

    static func olderLine(of team: ReportedTeam) -> String {
        let roster = team.players.map { $0 == 0 ? "    " : right($0, 4) }.joined(separator: " ")
        return trimmed("013 \(left(team.name, 32))" + roster)
    }

    static func line(of forfeit: ReportedForfeit) -> String {
        let result =
            switch forfeit.winner {
            case .white: "+-"
            case .black: "-+"
            case nil: "--"
            }
        return "330 \(result) \(right(forfeit.round, 3)) \(right(forfeit.white, 3))"
            + " \(right(forfeit.black, 3))"
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
