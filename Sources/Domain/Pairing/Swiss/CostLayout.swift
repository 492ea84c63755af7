/// Where in a weight each criterion has its field of bits.
///
/// A bracket uses only the fields that somebody in it can break, so that the weights of most
/// brackets fit into one machine word. The first field is the most significant.
struct CostLayout {
    /// What a field counts.
    enum Field: Hashable {
        case downfloaters
        case downfloater(score: Points)
        case unpairedNext
        case unpairedNextScore(Points)
        case byeUnplayedGames
        case topscorerColourDifference
        case topscorerColourThrice
        case colourPreference
        case strongColourPreference
        case residentDownfloat(roundsAgo: Int)
        case residentUpfloat(roundsAgo: Int)
        case unpairedMovedDown(score: Points, roundsAgo: Int)
        case movedDownAgain(score: Points, roundsAgo: Int)
        case movedUpAgain(score: Points, roundsAgo: Int)
        case discouraged
        case exchanges
        case exchangedDifference
        case preference
    }

    private var fields: [(field: Field, bits: Int)] = []

    /// Appends a field below all others.
    ///
    /// - Parameter largest: The largest sum, in size, that the field can have in one matching.
    mutating func append(_ field: Field, largest: Int) {
        guard largest > 0 else { return }
        // Twice the range, because some fields count below zero.
        fields.append((field, Int.bitWidth - (2 * largest + 1).leadingZeroBitCount + 1))
    }

    /// Whether all fields have a place in a type of weight.
    func fits<Weight: MatchingWeight>(_: Weight.Type) -> Bool {
        place(in: Weight.self) { _, _ in } <= Weight.usableBits
    }

    /// For each field the weight of one.
    func units<Weight: MatchingWeight>(_: Weight.Type = Weight.self) -> [Field: Weight] {
        var units: [Field: Weight] = [:]
        _ = place(in: Weight.self) { field, bit in units[field] = Weight(1, atBit: bit) }
        return units
    }

    /// The most significant field in which a matching is worse than the lightest.
    ///
    /// - Parameter excess: The difference of their weights, not negative.
    /// - Returns: nil if there is no difference.
    func firstDifference<Weight: MatchingWeight>(_ excess: Weight) -> Field? {
        guard excess > .zero else { return nil }
        let units: [Field: Weight] = units()
        // Fields below one can make up for less than half of it.
        return fields.first { field, _ in
            units[field].map { excess.doubled > $0 } ?? false
        }?.field
    }

    /// Gives each field its first bit, the last field the lowest.
    ///
    /// - Returns: The first bit above all fields.
    private func place<Weight: MatchingWeight>(
        in _: Weight.Type, _ visit: (Field, Int) -> Void
    ) -> Int {
        var bit = 0
        for (field, bits) in fields.reversed() {
            bit = Weight.start(ofField: bits, atOrAfter: bit)
            visit(field, bit)
            bit += bits
        }
        return bit
    }
}
