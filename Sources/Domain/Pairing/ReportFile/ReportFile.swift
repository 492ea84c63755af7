/// A tournament report file (TRF): its records in the order of the file.
///
/// TRF26, TRF16 and the older dialect with `XX…` records are read into the same values; what a
/// record of another kind says is kept as text, so that nothing is lost between reading and
/// writing. Writing what was read gives the same bytes again once it has been written by us.
///
/// - Source: FIDE Handbook C.04 Annex 2; section 13 of the digest.
package struct ReportFile: Hashable, Sendable {
    package var records: [Record]

    package init(records: [Record] = []) {
        self.records = records
    }

    /// One line of the file.
    package enum Record: Hashable, Sendable {
        /// A record whose content is text to us, with its three-character code (`012`, `XYZ`).
        case text(code: String, content: String)
        case comment(String)
        case plannedRounds(Int, Dialect)
        case initialColour(Colour, Dialect)
        /// `192`, the kind of tournament: `FIDE_DUTCH`, `BERGER_ROUNDROBIN`, ….
        case kind(String)
        case pointValues([PointValue])
        case player(ReportedPlayer)
        /// `240`: byes asked for, by round.
        case requestedByes(Bye, round: Int, numbers: [Int])
        case virtualPoints(VirtualPoints)
        /// `XXA`: one participant's virtual points, a value a round.
        case virtualPointsByRound(number: Int, points: [Points])
        case separation(Separation, Dialect)
        /// `XXZ`: absent in the round to be paired.
        case absentNextRound([Int])
        case team(ReportedTeam, Dialect)
        /// `300`: who played on the boards of a team in a round, where the roster's order was left.
        case boardOrder(ReportedBoardOrder)
        /// `320`: what the pairing-allocated bye gives a team, and who had it, by round (0 nobody).
        case teamByes(match: Points, game: Points, numbers: [Int])
        /// `330`: a match that was not played.
        case forfeitedMatch(ReportedForfeit)
        /// `352`: the colours of the team named first, board by board.
        case boardColours([Colour])
        /// `362`: what a match gives.
        case matchPointValues([PointValue])
    }

    /// Which records carry what TRF16 has no place for.
    package enum Dialect: Hashable, Sendable {
        case trf26
        /// The `XX…` records that programs added to TRF16.
        case trf16
    }

    /// One pair of a `162` record.
    package struct PointValue: Hashable, Sendable {
        package enum Symbol: String, Hashable, Sendable {
            case win = "W"
            case draw = "D"
            case loss = "L"
            case absence = "A"
            case allocatedBye = "P"
        }
        package var symbol: Symbol
        package var points: Points
    }

    package var players: [ReportedPlayer] {
        records.compactMap { if case .player(let player) = $0 { player } else { nil } }
    }
}

/// A `001` record.
package struct ReportedPlayer: Hashable, Sendable {
    package var number: Int
    package var sex = ""
    package var title = ""
    package var name: String
    package var rating: Int?
    package var federation = ""
    package var identity = ""
    package var birth = ""
    package var points: Points?
    package var rank: Int?
    package var rounds: [RoundOutcome] = []

    package init(number: Int, name: String, rating: Int? = nil) {
        self.number = number
        self.name = name
        self.rating = rating
    }
}

/// A `310` or `013` record.
package struct ReportedTeam: Hashable, Sendable {
    /// In `013` records, which have no number, the place among them.
    package var number: Int
    package var name: String
    package var nickname = ""
    package var strength = ""
    package var matchPoints: Points?
    package var gamePoints: Points?
    package var rank: Int?
    /// The roster in board order, by the players' numbers.
    package var players: [Int] = []

    package init(number: Int, name: String) {
        self.number = number
        self.name = name
    }
}

/// A `300` record.
package struct ReportedBoardOrder: Hashable, Sendable {
    package var round: Int
    package var team: Int
    package var opponent: Int
    /// By board; 0 where nobody played.
    package var players: [Int]
}

/// A `330` record.
package struct ReportedForfeit: Hashable, Sendable {
    package var round: Int
    package var white: Int
    package var black: Int
    /// nil if both stayed away.
    package var winner: Colour?
}

/// Why a report file could not be read.
package struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Both count from 1; column 0 means the line as a whole, line 0 the file.
    package var line: Int
    package var column: Int
    package var expected: String
    package var found: String

    package init(line: Int, column: Int, expected: String, found: String) {
        self.line = line
        self.column = column
        self.expected = expected
        self.found = found
    }

    package var description: String {
        let place =
            line == 0 ? "file" : column == 0 ? "line \(line)" : "line \(line), column \(column)"
        return "\(place): expected \(expected), found \(found)"
    }
}
