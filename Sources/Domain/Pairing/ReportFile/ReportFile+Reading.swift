extension ReportFile {
    /// The longest line accepted, in characters: a player with a thousand rounds.
    static let longestLine = 10_100

    /// Reads a report file of any dialect.
    ///
    /// - Parameter bytes: UTF-8, or Latin-1 where that is not valid; lines end in CR, LF or both.
    /// - Throws: `ReportError` at the first place that cannot be understood.
    /// - Complexity: O(bytes), in time and in memory.
    package init(bytes: [UInt8]) throws(ReportError) {
        records = []
        var number = 0
        var olderTeams = 0
        for line in Self.lines(of: bytes) {
            number += 1
            guard line.count <= Self.longestLine else {
                throw ReportError(
                    line: number, column: Self.longestLine + 1, expected: "the end of the line",
                    found: "more text")
            }
            let fields = LineReader(line: number, characters: line)
            if fields.raw(1...3) == "013" { olderTeams += 1 }
            records.append(try Self.record(from: fields, olderTeams: olderTeams))
        }
    }

    /// The lines without their ends; a byte order mark is skipped.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<Unicode.Scalar>] {
        let characters = characters(of: bytes)
        var lines: [ArraySlice<Unicode.Scalar>] = []
        var start = characters.first == "\u{FEFF}" ? 1 : 0
        var index = start
        while index < characters.count {
            if characters[index] == "\n" || characters[index] == "\r" {
                lines.append(characters[start..<index])
                let isPair =
                    characters[index] == "\r" && index + 1 < characters.count
                    && characters[index + 1] == "\n"
                index += isPair ? 1 : 0
                start = index + 1
            }
            index += 1
        }
        if start < characters.count {
            lines.append(characters[start...])
        }
        return lines
    }

    private static func characters(of bytes: [UInt8]) -> [Unicode.Scalar] {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return bytes.map { Unicode.Scalar($0) }
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return Array(text.unicodeScalars)
        }
        return bytes.map { Unicode.Scalar($0) }
    }

    /// - Parameter olderTeams: How many `013` records there are up to this line.
    private static func record(
        from line: LineReader, olderTeams: Int
    ) throws(ReportError) -> Record {
        // An empty line stays a record, so that a record's place is its line.
        if line.isBlank { return .text(code: "", content: "") }
        if line.text(1...3) == "###" {
            return .comment(line.rest(from: 4))
        }
        let code = line.raw(1...3)
        switch code {
        case "001": return .player(try line.player())
        case "142", "XXR":
            let rounds = try line.onlyNumber(from: 4, "the number of rounds", in: 1...999)
            return .plannedRounds(rounds, code == "142" ? .trf26 : .trf16)
        case "152": return .initialColour(try line.initialColour(), .trf26)
        case "XXC": return try line.olderConfiguration()
        case "162": return .pointValues(try line.pointValues())
        case "192": return .kind(line.rest(from: 5))
        case "240": return try line.requestedByes()
        case "250": return .virtualPoints(try line.virtualPoints())
        case "XXA": return try line.virtualPointsByRound()
        case "260": return .separation(try line.separation(), .trf26)
        case "XXP": return .separation(Separation(numbers: try line.numbers(from: 4)), .trf16)
        case "XXZ": return .absentNextRound(try line.numbers(from: 4))
        case "013": return .team(try line.olderTeam(number: olderTeams), .trf16)
        case "300": return .boardOrder(try line.boardOrder())
        case "310": return .team(try line.team(), .trf26)
        case "320": return try line.teamByes()
        case "330": return .forfeitedMatch(try line.forfeitedMatch())
        case "352": return .boardColours(try line.boardColours())
        case "362": return .matchPointValues(try line.pointValues())
        default:
            guard code.unicodeScalars.count == 3, code.unicodeScalars.allSatisfy(isOfCode) else {
                throw line.error(
                    1, expected: "a record's code, three capital letters or digits", found: code)
            }
            return .text(code: code, content: line.rest(from: 4))
        }
    }

    private static func isOfCode(_ character: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(character) || ("A"..."Z").contains(character)
    }
}
