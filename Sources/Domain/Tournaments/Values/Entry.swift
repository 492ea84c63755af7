import EventSourcing
import HashTreeCollections
import Vocabulary

extension Tournament {
    /// Somebody who plays, or has played.
    package struct Entry: Equatable, Sendable {
        package let details: EntryDetails
        /// 1, 2, 3 … in the order of entering.
        package let entryNo: Int
        package let lateFromRound: Int?
        package internal(set) var standing = Standing.active
        /// From where they were away, until they came back.
        package internal(set) var absences: [ClosedRange<Int>] = []

        package var player: PersonID { details.player }

        /// Whether they are to be paired in a round.
        package func plays(inRound round: Int) -> Bool {
            guard !absences.contains(where: { $0.contains(round) }) else { return false }
            switch standing {
            case .active: return true
            case .withdrawn(let from), .expelled(let from): return round < from
            }
        }

        package enum Standing: Equatable, Sendable {
            case active
            case withdrawn(fromRound: Int)
            case expelled(fromRound: Int)
        }
    }

    /// What an entry says of a player.
    package struct EntryDetails: Codable, Equatable, Sendable {
        package let player: PersonID
        package var rating: Int?
        package var ratingSource: RatingSource
        package var school: SchoolID?
        package var house: GroupName?
        /// An opaque label of this tournament, the same for those who live together.
        package var household: GroupName?

        package init(
            player: PersonID, rating: Int? = nil, ratingSource: RatingSource = .none,
            school: SchoolID? = nil, house: GroupName? = nil, household: GroupName? = nil
        ) {
            self.player = player
            self.rating = rating
            self.ratingSource = ratingSource
            self.school = school
            self.house = house
            self.household = household
        }
    }

    /// Everybody who has entered, and who waits for a seat.
    struct Entries: Equatable, Sendable {
        private(set) var byPlayer: TreeDictionary<PersonID, Entry> = [:]
        /// By pairing number − 1; nobody before the seeding.
        private(set) var order: [PersonID] = []
        private(set) var numbers: TreeDictionary<PersonID, Int> = [:]
        private(set) var waiting: [EntryDetails] = []
        /// Players still in, whom the capacity counts.
        private(set) var activeCount = 0

        subscript(player: PersonID) -> Entry? { byPlayer[player] }

        mutating func add(_ entry: Entry, isNumbered: Bool) {
            waiting.removeAll { $0.player == entry.player }
            if byPlayer.updateValue(entry, forKey: entry.player) == nil { activeCount += 1 }
            if isNumbered, numbers[entry.player] == nil {
                order.append(entry.player)
                numbers[entry.player] = order.count
            }
        }

        mutating func wait(_ details: EntryDetails) { waiting.append(details) }

        mutating func stopWaiting(_ player: PersonID) {
            waiting.removeAll { $0.player == player }
        }

        mutating func leave(_ player: PersonID, as standing: Entry.Standing) {
            guard var entry = byPlayer[player] else { return }
            if entry.standing == .active { activeCount -= 1 }
            entry.standing = standing
            byPlayer[player] = entry
        }

        mutating func comeBack(_ player: PersonID, atRound round: Int) {
            guard var entry = byPlayer[player] else { return }
            switch entry.standing {
            case .active: return
            case .withdrawn(let from), .expelled(let from):
                if from < round { entry.absences.append(from...(round - 1)) }
            }
            entry.standing = .active
            activeCount += 1
            byPlayer[player] = entry
        }

        /// Gives pairing numbers in this order.
        mutating func number(_ players: [PersonID]) {
            order = players
            numbers = [:]
            for (index, player) in players.enumerated() { numbers[player] = index + 1 }
        }

        /// In the order of entering.
        var inOrder: [Entry] { byPlayer.values.sorted { $0.entryNo < $1.entryNo } }
    }
}
