import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// Everything that is agreed before the first round; on the wire one flat object.
    package struct Settings: Codable, Equatable, Sendable {
        package var club: ClubID
        package var name: String
        package var format: Format
        /// Of a Swiss; in the other formats they follow from the number of players.
        package var rounds: Int
        package var cadence = Cadence.live
        package var startsAtLocal: LocalDateTime
        package var timeZone: TimeZoneID
        /// When each round starts, as far as that is planned.
        package var roundTimesLocal: [LocalDateTime] = []
        /// How long a round is open where players choose their own time.
        package var windowDays: Int?
        package var timeControl: TimeControl
        package var rated = false
        package var pairing = PairingMode.engine
        package var engine = Engine()
        /// Settles what is drawn by lot; 0…2⁵³ − 1, which every JSON reader keeps.
        package var seed = 0
        package var initialColour = InitialColour.lot
        package var scoring = Scoring()
        /// Codes of FIDE's list in the order they apply; none means the rules' own.
        package var tieBreaks: [String] = []
        package var lateEntryUntilRound = 1
        package var lateByeKind = ByeKind.zero
        package var maxRequestedHalfPointByes = 1
        package var avoid: [AvoidRule] = []
        package var capacity: Int?
        package var eligibility = Eligibility()
        package var resultRule = ResultRule.bothConfirm
        /// After how long a report counts that nobody has answered; nothing means never.
        package var autoConfirmHours: Int?
        package var thirdPlaceGame = false

        package init(
            club: ClubID, name: String, format: Format, rounds: Int, startsAtLocal: LocalDateTime,
            timeZone: TimeZoneID, timeControl: TimeControl
        ) {
            self.club = club
            self.name = name
            self.format = format
            self.rounds = rounds
            self.startsAtLocal = startsAtLocal
            self.timeZone = timeZone
            self.timeControl = timeControl
        }
    }

    package enum Format: String, Codable, CaseIterable, Sendable {
        case swiss
        case roundRobin = "round-robin"
        case doubleRoundRobin = "double-round-robin"
        case singleElimination = "single-elimination"
        case doubleElimination = "double-elimination"

        package var isKnockout: Bool { self == .singleElimination || self == .doubleElimination }
        package var isRoundRobin: Bool { self == .roundRobin || self == .doubleRoundRobin }
    }

    package enum Cadence: String, Codable, CaseIterable, Sendable {
        /// All games of a round start together.
        case live
        /// Two players agree on a time before the round's window ends.
        case window
    }

    package enum PairingMode: String, Codable, CaseIterable, Sendable {
        case engine
        /// The arbiter makes every board.
        case manualOnly = "manual-only"
    }

    package enum InitialColour: String, Codable, CaseIterable, Sendable {
        case white, black, lot
    }

    package enum ResultRule: String, Codable, CaseIterable, Sendable {
        /// A result counts when both players have given it.
        case bothConfirm = "both-confirm"
        /// The word of one player is enough.
        case either
        /// Players may tell; what the arbiter records counts.
        case arbiter
    }

    package struct TimeControl: Codable, Equatable, Sendable {
        package var initialSeconds: Int
        package var incrementSeconds: Int

        package init(initialSeconds: Int, incrementSeconds: Int) {
            self.initialSeconds = initialSeconds
            self.incrementSeconds = incrementSeconds
        }
    }

    /// Who may enter; what is left empty asks for nothing.
    package struct Eligibility: Codable, Equatable, Sendable {
        package var ageBands: [AgeBand] = []
        package var schools: [SchoolID] = []
        package var ratingAtMost: Int?

        package init(
            ageBands: [AgeBand] = [], schools: [SchoolID] = [], ratingAtMost: Int? = nil
        ) {
            self.ageBands = ageBands
            self.schools = schools
            self.ratingAtMost = ratingAtMost
        }
    }

    /// What the outcomes are worth. A half-point bye is worth a draw, as in FIDE's rules.
    package struct Scoring: Codable, Equatable, Sendable {
        package var win = Points.one
        package var draw = Points.half
        package var loss = Points.zero
        package var pab = Points.one
        package var hpb = Points.half
        /// A zero-point bye, an absence, and a game lost by forfeit.
        package var zpb = Points.zero

        package init() {}

        package var pointSystem: PointSystem {
            var system = PointSystem()
            system.win = win
            system.draw = draw
            system.loss = loss
            system.absence = zpb
            system.statedAllocatedBye = pab == win ? nil : pab
            return system
        }

        package init(_ system: PointSystem) {
            win = system.win
            draw = system.draw
            loss = system.loss
            pab = system.allocatedBye
            hpb = system.draw
            zpb = system.absence
        }
    }

    /// Players who should not meet each other.
    package struct AvoidRule: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, CaseIterable, Sendable {
            /// The named players.
            case pair
            /// All who share the label or the school of their entry.
            case household, house, school
        }

        package enum Strength: String, Codable, CaseIterable, Sendable {
            /// Never paired.
            case absolute
            /// Avoided after every quality criterion of the rules, never at its cost.
            case weak
        }

        package var kind: Kind
        package var strength: Strength
        /// Whom a `pair` keeps apart.
        package var players: [PersonID]?
        /// The last round in which the rule holds; nothing means all.
        package var until: Int?

        package init(
            kind: Kind, strength: Strength, players: [PersonID]? = nil, until: Int? = nil
        ) {
            self.kind = kind
            self.strength = strength
            self.players = players
            self.until = until
        }
    }
}

extension Points: Codable {
    /// Written as text, `"0.5"`: exact for every reader.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let points = Points(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text.prefix(20)) is no points such as 0.5")
        }
        self = points
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
