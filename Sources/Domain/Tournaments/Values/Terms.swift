import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// How a board ended, White's side first.
    package enum GameResult: String, Codable, CaseIterable, Sendable {
        case whiteWins = "1-0"
        case blackWins = "0-1"
        case draw = "1/2-1/2"
        case whiteByForfeit = "+/-"
        case blackByForfeit = "-/+"
        case bothAbsent = "-/-"
        /// No result; only taking one back leads here.
        case open = "*"

        package var isForfeit: Bool {
            switch self {
            case .whiteByForfeit, .blackByForfeit, .bothAbsent: true
            case .whiteWins, .blackWins, .draw, .open: false
            }
        }

        /// Nothing for a draw, an open board, and where nobody came.
        package var winner: Colour? {
            switch self {
            case .whiteWins, .whiteByForfeit: .white
            case .blackWins, .blackByForfeit: .black
            case .draw, .bothAbsent, .open: nil
            }
        }
    }

    package enum ResultSource: String, Codable, CaseIterable, Sendable {
        case players, arbiter, forfeit, clock, `import`
    }

    package enum ByeKind: String, Codable, CaseIterable, Sendable {
        /// The pairing-allocated bye; only a pairing gives it.
        case pab
        case half, full, zero

        package var bye: Bye {
            switch self {
            case .pab: .pairingAllocated
            case .half: .halfPoint
            case .full: .fullPoint
            case .zero: .zeroPoint
            }
        }

        init(_ bye: Bye) {
            switch bye {
            case .pairingAllocated: self = .pab
            case .halfPoint: self = .half
            case .fullPoint: self = .full
            case .zeroPoint: self = .zero
            }
        }
    }

    package enum ByeSource: String, Codable, CaseIterable, Sendable {
        case requested
        case lateEntry = "late-entry"
        case arbiter
        case `import`
    }

    package enum RatingSource: String, Codable, CaseIterable, Sendable {
        case fide, national, online, club, estimate, none, `import`
    }

    package enum SeedingMethod: String, Codable, CaseIterable, Sendable {
        case rating, manual, lot
    }

    package enum TieMethod: String, Codable, CaseIterable, Sendable {
        case lot, playoff, arbiter
    }

    /// How far a change or an override leaves the rules.
    package enum Level: String, Codable, Comparable, CaseIterable, Sendable {
        case ok, warn, breach

        package static func < (left: Self, right: Self) -> Bool {
            left.order < right.order
        }

        private var order: Int {
            switch self {
            case .ok: 0
            case .warn: 1
            case .breach: 2
            }
        }
    }

    /// One setting before and after: `[from, to]` on the wire.
    package struct FieldChange: Codable, Equatable, Sendable {
        package let from: JSONValue
        package let to: JSONValue

        package init(from: JSONValue, to: JSONValue) {
            self.from = from
            self.to = to
        }

        package init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            from = try values.decode(JSONValue.self)
            to = try values.decode(JSONValue.self)
        }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.unkeyedContainer()
            try values.encode(from)
            try values.encode(to)
        }

        var reversed: FieldChange { FieldChange(from: to, to: from) }
    }

    /// Who has which colour.
    package struct Seats: Codable, Equatable, Sendable {
        package let white: PersonID
        package let black: PersonID

        package init(white: PersonID, black: PersonID) {
            self.white = white
            self.black = black
        }

        package var players: [PersonID] { [white, black] }
        package func has(_ player: PersonID) -> Bool { white == player || black == player }
        func opponent(of player: PersonID) -> PersonID { white == player ? black : white }
    }
}

/// Where a game can be replayed: an address or a number, without blanks.
package struct GameReference: CheckedText {
    package static let rule =
        "a reference to a game: 1 to 200 visible ASCII characters without blanks"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension Colour: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        switch try container.decode(String.self) {
        case "white": self = .white
        case "black": self = .black
        default:
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a colour is white or black")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self == .white ? "white" : "black")
    }
}
