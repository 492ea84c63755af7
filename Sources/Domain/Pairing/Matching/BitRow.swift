/// A set of small numbers: a row of bits.
struct BitRow: Hashable, Sendable {
    private(set) var words: [UInt64]

    /// An empty set that can hold 0 ..< capacity.
    init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    init(_ numbers: [Int], capacity: Int) {
        self.init(capacity: capacity)
        for number in numbers { insert(number) }
    }

    func contains(_ number: Int) -> Bool {
        words[number >> 6] >> UInt64(number & 63) & 1 == 1
    }

    mutating func insert(_ number: Int) {
        words[number >> 6] |= 1 << UInt64(number & 63)
    }

    mutating func remove(_ number: Int) {
        words[number >> 6] &= ~(1 << UInt64(number & 63))
    }

    mutating func subtract(_ other: BitRow) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    mutating func formUnion(_ other: BitRow) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// The lowest number that is also in another set.
    func first(in other: BitRow) -> Int? {
        for index in words.indices {
            let common = words[index] & other.words[index]
            if common != 0 { return 64 * index + common.trailingZeroBitCount }
        }
        return nil
    }

    /// The lowest number from a bound on that is also in another set.
    func first(in other: BitRow, from bound: Int) -> Int? {
        var index = bound >> 6
        guard index < words.count else { return nil }
        var word = words[index] & other.words[index] & (.max << UInt64(bound & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index] & other.words[index]
        }
        return 64 * index + word.trailingZeroBitCount
    }

    mutating func formIntersection(_ other: BitRow) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    func intersection(_ other: BitRow) -> BitRow {
        var common = self
        common.formIntersection(other)
        return common
    }

    func union(_ other: BitRow) -> BitRow {
        var all = self
        all.formUnion(other)
        return all
    }

    func subtracting(_ other: BitRow) -> BitRow {
        var rest = self
        rest.subtract(other)
        return rest
    }

    /// How many numbers are in the set.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Visits the numbers in ascending order.
    func forEach(_ visit: (Int) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                visit(64 * index + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
}
