extension ReportFile {
    /// The file's text, each line ended by LF.
    package var text: String {
        var text = ""
        for record in records {
            text += Self.line(of: record)
            text += "\n"
        }
        return text
    }

    private static func line(of record: Record) -> String {
        switch record {
        case .text(let code, let content): code + content
        case .comment(let content): "###" + content
        case .plannedRounds(let rounds, .trf26): "142 \(rounds)"
        case .plannedRounds(let rounds, .trf16): "XXR \(rounds)"
        case .initialColour(let colour, .trf26): colour == .white ? "152 W" : "152 B"
        case .initialColour(let colour, .trf16): colour == .white ? "XXC white1" : "XXC black1"
        case .kind(let kind): "192 " + kind
        case .pointValues(let values): "162  " + pairs(of: values)
        case .matchPointValues(let values): "362  " + pairs(of: values)
        case .boardColours(let colours):
            "352 " + colours.map { $0 == .white ? "W" : "B" }.joined()
        case .team(let team, .trf26): line(of: team)
        case .team(let team, .trf16): olderLine(of: team)
        case .boardOrder(let order):
            "300 \(right(order.round, 3)) \(right(order.team, 3)) \(right(order.opponent, 3))"
                + columns(of: order.players)
        case .teamByes(let match, let game, let numbers):
            "320 \(right(match, 4)) \(right(game, 4))"
                + numbers.map { " " + right($0, 3) }.joined()
        case .forfeitedMatch(let forfeit): line(of: forfeit)
        case .player(let player): line(of: player)
        case .requestedByes(let bye, let round, let numbers):
            "240 \(symbol(of: bye)) \(right(round, 3))" + columns(of: numbers)
        case .virtualPoints(let grant): line(of: grant)
        case .virtualPointsByRound(let number, let points):
            "XXA \(right(number, 4))" + points.map { " " + right($0, 4) }.joined()
        case .separation(let separation, .trf26): line(of: separation)
        case .separation(let separation, .trf16): "XXP" + words(of: separation.numbers)
        case .absentNextRound(let numbers): "XXZ" + words(of: numbers)
        }
    }

    private static func pairs(of values: [PointValue]) -> String {
        values.map { "\($0.symbol.rawValue)\(right($0.points, 4))" }.joined(separator: "    ")
    }

    private static func line(of grant: VirtualPoints) -> String {
        "250 \(right(grant.matchPoints, 4)) \(right(grant.points, 4))"
            + " \(right(grant.rounds.lowerBound, 3)) \(right(grant.rounds.upperBound, 3))"
            + " \(right(grant.numbers.lowerBound, 4)) \(right(grant.numbers.upperBound, 4))"
    }

    private static func line(of separation: Separation) -> String {
        let rounds = separation.rounds ?? 1...999
        return "260 \(right(rounds.lowerBound, 3)) \(right(rounds.upperBound, 3))"
            + columns(of: separation.numbers)
    }

    private static func line(of player: ReportedPlayer) -> String {
        var line = "001 \(right(player.number, 4)) \(left(player.sex, 1))\(right(player.title, 3))"
        line += " \(left(player.name, 33)) \(right(player.rating, 4)) \(left(player.federation, 3))"
        line += " \(right(player.identity, 11)) \(left(player.birth, 10))"
        line += " \(right(player.points, 4)) \(right(player.rank, 4))"
        for outcome in player.rounds {
            line += "  " + columns(of: outcome)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func columns(of outcome: RoundOutcome) -> String {
        switch outcome {
        case .game(let opponent, let colour, let score, let isRated):
            "\(right(opponent, 4)) \(symbol(of: colour)) \(symbol(of: score, isRated: isRated))"
        case .forfeit(let opponent, let colour, let isWon):
            "\(right(opponent, 4)) \(symbol(of: colour)) \(isWon ? "+" : "-")"
        case .bye(let bye): "0000 - \(symbol(of: bye))"
        case .absent: "        "
        }
    }

    private static func symbol(of colour: Colour?) -> String {
        switch colour {
        case .white: "w"
        case .black: "b"
        case nil: "-"
        }
    }

    private static func symbol(of score: GameScore, isRated: Bool) -> String {
        switch score {
        case .win: isRated ? "1" : "W"
        case .draw: isRated ? "=" : "D"
        case .loss: isRated ? "0" : "L"
        }
    }

    private static func symbol(of bye: Bye) -> String {
        switch bye {
        case .pairingAllocated: "U"
        case .fullPoint: "F"
        case .halfPoint: "H"
        case .zeroPoint: "Z"
        }
    }

    static func columns(of numbers: [Int]) -> String {
        numbers.map { " " + right($0, 4) }.joined()
    }

    private static func words(of numbers: [Int]) -> String {
        numbers.map { " \($0)" }.joined()
    }

    static func right(_ value: (some CustomStringConvertible)?, _ width: Int) -> String {
        let text = value?.description ?? ""
        let gap = width - text.unicodeScalars.count
        return gap > 0 ? String(repeating: " ", count: gap) + text : text
    }

    /// Points as wide as their columns, which hold whatever was read from them.
    static func right(_ points: Points?, _ width: Int) -> String {
        var text = points?.description ?? ""
        if text.utf8.count > width, text.hasSuffix(".0") { text.removeLast(2) }
        if text.utf8.count > width, text.hasPrefix("-0.") { text = "-" + text.dropFirst(2) }
        return right(text as String?, width)
    }

    static func left(_ text: String, _ width: Int) -> String {
        let gap = width - text.unicodeScalars.count
        return gap > 0 ? text + String(repeating: " ", count: gap) : text
    }
}
