extension LineReader {
    /// `152 W` or `152 B`.
    func initialColour() throws(ReportError) -> Colour {
        switch rest(from: 5) {
        case "W", "w": return .white
        case "B", "b": return .black
        case let other: throw error(5, expected: "the initial colour, W or B", found: other)
        }
    }

    /// `XXC` with `white1` or `black1`; a configuration with neither stays text.
    func olderConfiguration() throws(ReportError) -> ReportFile.Record {
        let words = words(from: 4)
        let colours = words.compactMap { word -> Colour? in
            switch word.text {
            case "white1": .white
            case "black1": .black
            default: nil
            }
        }
        guard let colour = colours.first, words.count == 1 else {
            if colours.isEmpty { return .text(code: "XXC", content: rest(from: 4)) }
            throw error(words[0].column, expected: "white1 or black1 alone", found: rest(from: 4))
        }
        return .initialColour(colour, .trf16)
    }

    /// `162` and `362`: a symbol in column 6, its value in 7 to 10, the next pair 9 columns on.
    func pointValues() throws(ReportError) -> [ReportFile.PointValue] {
        var values: [ReportFile.PointValue] = []
        var column = 6
        while column <= width, !text(column...width).isEmpty {
            let letter = String(character(column))
            guard let symbol = ReportFile.PointValue.Symbol(rawValue: letter) else {
                throw error(column, expected: "a kind of result, one of W D L A P", found: letter)
            }
            guard let points = try points((column + 1)...(column + 4), "points") else {
                throw error(column + 1, expected: "points", found: "")
            }
            values.append(ReportFile.PointValue(symbol: symbol, points: points))
            column += 9
        }
        return values
    }

    /// `240`: the kind in column 5, the round in 7 to 9, pairing numbers from 11, 5 apart.
    func requestedByes() throws(ReportError) -> ReportFile.Record {
        let bye: Bye
        switch character(5) {
        case "F": bye = .fullPoint
        case "H": bye = .halfPoint
        case "Z": bye = .zeroPoint
        case let other:
            throw error(5, expected: "a kind of bye, one of F H Z", found: String(other))
        }
        let round = try required(7...9, "a round", in: 1...999)
        return .requestedByes(bye, round: round, numbers: try columnsOfNumbers(from: 11))
    }

    /// `250`: match points in 5 to 8, game points in 10 to 13, rounds 15 to 17 and 19 to 21, numbers
    /// 23 to 26 and 28 to 31. Without a last round or number, the first one is meant alone.
    func virtualPoints() throws(ReportError) -> VirtualPoints {
        let matchPoints = try points(5...8, "match points")
        let gamePoints = try points(10...13, "virtual points")
        guard gamePoints != nil || matchPoints != nil else {
            throw error(10, expected: "virtual points", found: "")
        }
        let firstRound = try required(15...17, "a first round", in: 1...999)
        let lastRound = try optional(19...21, "a last round", in: firstRound...999)
        let first = try required(23...26, "a first pairing number", in: 1...9999)
        let last = try optional(28...31, "a last pairing number", in: first...9999)
        return VirtualPoints(
            points: gamePoints ?? .zero, matchPoints: matchPoints,
            rounds: firstRound...(lastRound ?? firstRound), numbers: first...(last ?? first))
    }

    /// `XXA id points points …`.
    func virtualPointsByRound() throws(ReportError) -> ReportFile.Record {
        let words = words(from: 4)
        guard let first = words.first else {
            throw error(5, expected: "a pairing number", found: "")
        }
        let number = try pairingNumber(first)
        var values: [Points] = []
        for word in words.dropFirst() {
            guard let points = Points(word.text) else {
                throw error(word.column, expected: "virtual points", found: word.text)
            }
            values.append(points)
        }
        return .virtualPointsByRound(number: number, points: values)
    }

    /// `260`: rounds in 5 to 7 and 9 to 11, pairing numbers from 13, 5 apart.
    func separation() throws(ReportError) -> Separation {
        let first = try required(5...7, "a first round", in: 1...999)
        let last = try required(9...11, "a last round", in: first...999)
        return Separation(rounds: first...last, numbers: try columnsOfNumbers(from: 13))
    }

    func columnsOfNumbers(from first: Int) throws(ReportError) -> [Int] {
        var numbers: [Int] = []
        var column = first
        while column <= width {
            numbers.append(try required(column...(column + 3), "a pairing number", in: 1...9999))
            column += 5
        }
        guard !numbers.isEmpty else {
            throw error(first, expected: "pairing numbers", found: "")
        }
        return numbers
    }
}
