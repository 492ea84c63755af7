/// A weight as long as it has to be, for fields with very many different scores.
///
/// Words decide one after the other; sums do not carry from one into the next.
struct LongWeight: MatchingWeight {
    /// The least significant word first; without zeros at the end, so that zero has none.
    private var words: [Int]

    private static var wordBits: Int { Int.bitWidth - headroomBits }

    static var zero: Self { Self(words: []) }
    static var usableBits: Int { .max }

    /// A field lies wholly in one word, whose lowest bit stays free.
    static func start(ofField bits: Int, atOrAfter bit: Int) -> Int {
        let (word, offset) = bit.quotientAndRemainder(dividingBy: wordBits)
        let start = max(offset, 1)
        return start + bits <= wordBits ? word * wordBits + start : (word + 1) * wordBits + 1
    }

    private init(words: [Int]) {
        self.words = words
        while self.words.last == 0 { self.words.removeLast() }
    }

    init(_ count: Int, atBit bit: Int) {
        let (word, offset) = bit.quotientAndRemainder(dividingBy: Self.wordBits)
        self.init(words: [Int](repeating: 0, count: word) + [count << offset])
    }

    var halved: Self { Self(words: words.map { $0 >> 1 }) }
    var doubled: Self { Self(words: words.map { $0 << 1 }) }

    static func + (left: Self, right: Self) -> Self { combined(left, right, +) }
    static func - (left: Self, right: Self) -> Self { combined(left, right, -) }

    private static func combined(_ left: Self, _ right: Self, _ operation: (Int, Int) -> Int)
        -> Self
    {
        if right.words.isEmpty { return left }
        let count = max(left.words.count, right.words.count)
        return Self(words: (0..<count).map { operation(left.word($0), right.word($0)) })
    }

    static func < (left: Self, right: Self) -> Bool {
        var index = max(left.words.count, right.words.count) - 1
        while index >= 0 {
            if left.word(index) != right.word(index) { return left.word(index) < right.word(index) }
            index -= 1
        }
        return false
    }

    private func word(_ index: Int) -> Int {
        index < words.count ? words[index] : 0
    }
}
