import EventSourcing
import Pairing
import Vocabulary

/// The larger bodies of events, each a flat object on the wire.
extension Tournament {
    package struct EnteredPlayer: Codable, Equatable, Sendable {
        package let player: PersonID
        package let entryNo: Int
        package let rating: Int?
        package let ratingSource: RatingSource
        package let school: SchoolID?
        package let house: GroupName?
        package let household: GroupName?
        /// The first round they can play, where some are over.
        package let lateFromRound: Int?

        package init(_ details: EntryDetails, entryNo: Int, lateFromRound: Int? = nil) {
            player = details.player
            self.entryNo = entryNo
            rating = details.rating
            ratingSource = details.ratingSource
            school = details.school
            house = details.house
            household = details.household
            self.lateFromRound = lateFromRound
        }

        var details: EntryDetails {
            EntryDetails(
                player: player, rating: rating, ratingSource: ratingSource, school: school,
                house: house, household: household)
        }
    }

    /// Keeps the details, so that a free seat can be given without asking again.
    package struct WaitlistedPlayer: Codable, Equatable, Sendable {
        package let player: PersonID
        package let place: Int
        package let rating: Int?
        package let ratingSource: RatingSource
        package let school: SchoolID?
        package let house: GroupName?
        package let household: GroupName?

        package init(_ details: EntryDetails, place: Int) {
            player = details.player
            self.place = place
            rating = details.rating
            ratingSource = details.ratingSource
            school = details.school
            house = details.house
            household = details.household
        }

        var details: EntryDetails {
            EntryDetails(
                player: player, rating: rating, ratingSource: ratingSource, school: school,
                house: house, household: household)
        }
    }

    /// A round with all that is needed to pair it again.
    package struct PairedRound: Codable, Equatable, Sendable {
        package var round: Int
        package var attempt: Int
        package var engine: Engine
        package var seed: Int
        /// SHA-256 of everything that the pairing rests on.
        package var inputDigest: String
        package var pairings: [PairedBoard]
        package var byes: [PairedBye]
        /// Who has neither a board nor a bye yet.
        package var unpaired: [PersonID]
        package var warnings: [String]
        package var explanations: [BoardExplanation]
    }

    package struct PairedBoard: Codable, Equatable, Sendable {
        package var board: Int
        package var white: PersonID
        package var black: PersonID
        package var bracket: String?
        package var floats: Floats?
        /// Set for a forfeit that was reported without colours.
        package var colourless: Bool?
        /// Set for a game that was reported as not rated.
        package var unrated: Bool?

        var seats: Seats { Seats(white: white, black: black) }
    }

    package struct PairedBye: Codable, Equatable, Sendable {
        package let player: PersonID
        package let kind: ByeKind

        package init(player: PersonID, kind: ByeKind) {
            self.player = player
            self.kind = kind
        }
    }

    /// A board before and after an override; nothing where it was not, or is no more.
    package struct BoardChange: Codable, Equatable, Sendable {
        package let board: Int
        package let before: Seats?
        package let after: Seats?

        package init(board: Int, before: Seats?, after: Seats?) {
            self.board = board
            self.before = before
            self.after = after
        }

        var reversed: BoardChange { BoardChange(board: board, before: after, after: before) }
    }

    package struct ByeChange: Codable, Equatable, Sendable {
        package let player: PersonID
        package let before: ByeKind?
        package let after: ByeKind?

        package init(player: PersonID, before: ByeKind?, after: ByeKind?) {
            self.player = player
            self.before = before
            self.after = after
        }

        var reversed: ByeChange { ByeChange(player: player, before: after, after: before) }
    }

    /// One line of the final standings.
    package struct FinalLine: Codable, Equatable, Sendable {
        package let rank: Int
        package let player: PersonID
        package let points: Points
        /// By code, as published.
        package let tieBreaks: [String: String]
    }
}
