/// A set of small numbers: a row of bits.
struct BitRow: Hashable, Sendable {
    private(set) var words: [UInt64]

    /// An empty set that can hold 0 ..< capacity.
    init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    /// All of 0 ..< count.
    init(all count: Int) {
        self.init(capacity: count)
        for index in words.indices {
            let left = count - 64 * index
            words[index] = left >= 64 ? .max : (1 << UInt64(left)) - 1
        }
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

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
}
