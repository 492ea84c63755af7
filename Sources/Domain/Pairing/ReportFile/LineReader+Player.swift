extension LineReader {
    /// A `001` record.
    func player() throws(ReportError) -> ReportedPlayer {
        try blank(4, 9, 14, 48, 53, 57, 69, 80, 85, 90, 91)
        let number = try required(5...8, "a pairing number", in: 1...9999)
        var player = ReportedPlayer(number: number, name: text(15...47))
        player.sex = text(10...10)
        player.title = text(11...13)
        player.rating = try self.number(49...52, "a rating")
        player.federation = text(54...56)
        player.identity = text(58...68)
        player.birth = text(70...79)
        player.points = try points(81...84, "points")
        player.rank = try self.number(86...89, "a rank")
        var column = 92
        while column <= width {
            player.rounds.append(try outcome(at: column))
            column += 10
        }
        while player.rounds.last == .absent { player.rounds.removeLast() }
        return player
    }

    /// One round's eight columns: the opponent's four, the colour, the result. Letters may be small.
    private func outcome(at column: Int) throws(ReportError) -> RoundOutcome {
        try blank(column + 4, column + 6, column + 8, column + 9)
        let opponent = try number(column...(column + 3), "an opponent's pairing number") ?? 0
        let colour = try colour(column + 5)
        let symbol = character(column + 7).properties.uppercaseMapping.unicodeScalars.first ?? " "
        guard opponent > 0 else {
            return try unpairedOutcome(symbol, colour: colour, at: column)
        }
        if let isWon = Self.forfeit(symbol) {
            return .forfeit(opponent: opponent, colour: colour, won: isWon)
        }
        guard let (score, isRated) = Self.game(symbol) else {
            throw error(
                column + 7, expected: "a result, one of 1 = 0 W D L + -", found: String(symbol))
        }
        guard let colour else {
            throw error(
                column + 5, expected: "w or b for a game", found: String(character(column + 5)))
        }
        return .game(opponent: opponent, colour: colour, score: score, isRated: isRated)
    }

    private func unpairedOutcome(
        _ symbol: Unicode.Scalar, colour: Colour?, at column: Int
    ) throws(ReportError) -> RoundOutcome {
        guard colour == nil else {
            throw error(
                column, expected: "an opponent for a game with a colour",
                found: text(column...(column + 3)))
        }
        switch symbol {
        case " ": return text(column...(column + 3)).isEmpty ? .absent : .bye(.zeroPoint)
        case "H": return .bye(.halfPoint)
        case "F", "+": return .bye(.fullPoint)
        case "U": return .bye(.pairingAllocated)
        case "Z", "-": return .bye(.zeroPoint)
        default:
            throw error(
                column + 7, expected: "a bye, one of H F U Z + -, or a blank", found: String(symbol)
            )
        }
    }

    private func colour(_ column: Int) throws(ReportError) -> Colour? {
        switch character(column) {
        case "w", "W": return .white
        case "b", "B": return .black
        case "-", " ": return nil
        case let other:
            throw error(column, expected: "a colour, one of w b -", found: String(other))
        }
    }

    private static func forfeit(_ symbol: Unicode.Scalar) -> Bool? {
        switch symbol {
        case "+": true
        case "-": false
        default: nil
        }
    }

    private static func game(_ symbol: Unicode.Scalar) -> (GameScore, isRated: Bool)? {
        switch symbol {
        case "1": (.win, true)
        case "=": (.draw, true)
        case "0": (.loss, true)
        case "W": (.win, false)
        case "D": (.draw, false)
        case "L": (.loss, false)
        default: nil
        }
    }
}
