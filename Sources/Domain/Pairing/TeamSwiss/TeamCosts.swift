/// Weights for the criteria of a team bracket: a field of bits each, the first the most significant.
struct TeamCosts<Weight: MatchingWeight> {
    /// The weight of one in each field.
    let units: [Weight]
    /// The weight that settles what the criteria leave open, below all fields.
    let preference: Weight

    /// - Parameters:
    ///   - fields: How many criteria there are.
    ///   - vertices: The number of teams; no field counts more.
    init(fields: Int, vertices: Int) {
        let bits = Self.bits(vertices)
        // The choice among the first of many adds the preference up, once for each of them.
        let first = Weight.start(ofField: bits, atOrAfter: 1)
        preference = Weight(1, atBit: first)
        var bit = first + bits
        var units: [Weight] = []
        for _ in 0..<fields {
            bit = Weight.start(ofField: bits, atOrAfter: bit)
            units.append(Weight(1, atBit: bit))
            bit += bits
        }
        self.units = units.reversed()
    }

    private static func bits(_ vertices: Int) -> Int {
        Int.bitWidth - (2 * vertices + 1).leadingZeroBitCount + 1
    }

    /// Whether a type of weight has room for so many fields.
    static func fit(fields: Int, vertices: Int) -> Bool {
        let bits = bits(vertices)
        var bit = Weight.start(ofField: bits, atOrAfter: 1) + bits
        for _ in 0..<fields { bit = Weight.start(ofField: bits, atOrAfter: bit) + bits }
        return bit <= Weight.usableBits
    }
}
