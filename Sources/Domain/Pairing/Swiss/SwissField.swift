/// The participants of one round in order, and who of them may meet.
///
/// Everybody below is an index into `contenders`: the lower the index, the higher ranked.
struct SwissField: Sendable {
    let round: Int
    let isLastRound: Bool
    let initialColour: Colour
    /// By score, then by pairing number.
    let contenders: [Contender]
    /// Who may meet whom under C1 and C3. One more row and column stand for the bye; further columns
    /// are left for the seats of downfloaters.
    private(set) var mayMeet: [BitRow]
    /// Who has met whom, or must not.
    private let separated: [BitRow]
    /// Pairs to be avoided if nothing but the order of candidates speaks for them.
    let discouraged: [BitRow]

    /// The vertex that stands for the pairing-allocated bye.
    var byeVertex: Int { contenders.count }

    /// How many seats for downfloaters have columns of their own, after the bye.
    static let seatCapacity = 63

    /// The length of every row of bits.
    var capacity: Int { contenders.count + 1 + Self.seatCapacity }

    /// - Complexity: O(players × rounds + players² / 64).
    init(history: TournamentHistory, round: Int) {
        self.round = round
        isLastRound = round >= history.plannedRounds
        initialColour = history.initialColour
        let record = SwissRecord(history: history, round: round)
        let contenders = record.contenders(isLastRound: isLastRound)
        self.contenders = contenders
        var places: [Int: Int] = [:]
        for (index, contender) in contenders.enumerated() { places[contender.number] = index }
        separated = Self.separated(
            history: history, round: round, contenders: contenders, places: places)
        mayMeet = Self.legalOpponents(of: contenders, separated: separated)
        discouraged = Self.separations(
            history.discouraged, round: round, places: places,
            count: contenders.count + 1 + Self.seatCapacity)
    }

    /// The score that gets the bye, once it is settled, decides who is matched with it.
    mutating func allowBye(to indices: [Int]) {
        mayMeet[byeVertex] = BitRow(capacity: capacity)
        for index in contenders.indices { mayMeet[index].remove(byeVertex) }
        for index in indices {
            mayMeet[byeVertex].insert(index)
            mayMeet[index].insert(byeVertex)
        }
    }

    func canMeet(_ left: Int, _ right: Int) -> Bool {
        mayMeet[left].contains(right)
    }

    /// Whether two have played each other, or are forbidden to.
    func hasMet(_ left: Int, _ right: Int) -> Bool {
        separated[left].contains(right)
    }

    /// Whether everybody among these can be matched with somebody among them.
    func canPairAll(_ indices: [Int]) -> Bool {
        indices.count.isMultiple(of: 2)
            && LargestMatching(neighbours: mayMeet, among: indices).isPerfect
    }

    private static func separated(
        history: TournamentHistory, round: Int, contenders: [Contender], places: [Int: Int]
    ) -> [BitRow] {
        var rows = separations(
            history.forbidden, round: round, places: places,
            count: contenders.count + 1 + seatCapacity)
        for entrant in history.entrants {
            guard let place = places[entrant.number] else { continue }
            for outcome in entrant.rounds.prefix(round - 1) {
                if let other = outcome.playedOpponent.flatMap({ places[$0] }) {
                    rows[place].insert(other)
                }
            }
        }
        return rows
    }

    private static func legalOpponents(of contenders: [Contender], separated: [BitRow]) -> [BitRow]
    {
        let count = separated.count
        var everybody = BitRow(capacity: count)
        for index in contenders.indices { everybody.insert(index) }
        // C3: nobody but a topscorer meets somebody with the same absolute preference.
        var bound: [Colour: BitRow] = [
            .white: BitRow(capacity: count), .black: BitRow(capacity: count),
        ]
        for (index, contender) in contenders.enumerated() where contender.isBoundByColour {
            if let colour = contender.preference.colour { bound[colour]?.insert(index) }
        }
        var rows = [BitRow](repeating: BitRow(capacity: count), count: count)
        for (index, contender) in contenders.enumerated() {
            var row = everybody
            row.subtract(separated[index])
            row.remove(index)
            if contender.isBoundByColour, let colour = contender.preference.colour,
                let same = bound[colour]
            {
                row.subtract(same)
            }
            rows[index] = row
        }
        return rows
    }

    private static func separations(
        _ separations: [Separation], round: Int, places: [Int: Int], count: Int
    ) -> [BitRow] {
        var rows = [BitRow](repeating: BitRow(capacity: count), count: count)
        for separation in separations where separation.applies(inRound: round) {
            var group = BitRow(capacity: count)
            let members = separation.numbers.compactMap { places[$0] }
            for member in members { group.insert(member) }
            for member in members { rows[member].formUnion(group) }
        }
        for index in rows.indices { rows[index].remove(index) }
        return rows
    }
}

extension Contender {
    fileprivate var isBoundByColour: Bool {
        preference.strength == .absolute && !isTopscorer
    }
}
