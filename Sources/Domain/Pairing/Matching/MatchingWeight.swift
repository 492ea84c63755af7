/// A weight of an edge: an ordered group in which even elements can be halved.
///
/// The criteria of a pairing are compared one after the other, so a weight is a number with a field
/// of bits for each criterion. One machine word holds the fields of most brackets, two those of
/// nearly all; `LexicographicWeight` puts words in a row, and `LongWeight` as many as there must be. Because matching needs only
/// sums, comparisons and halves, it runs on any of them.
protocol MatchingWeight: Comparable, AdditiveArithmetic, Sendable {
    /// The bits that fields may use, the sign's and the headroom for sums left out.
    static var usableBits: Int { get }
    /// The first bit from one on where a field of so many bits can begin. Bit 0 stays free, so that
    /// weights are even.
    static func start(ofField bits: Int, atOrAfter bit: Int) -> Int
    /// `count` in the field that begins at a bit.
    init(_ count: Int, atBit bit: Int)
    /// Exactly half of an even weight.
    var halved: Self { get }
    /// The sum of twice the same.
    var doubled: Self { get }
}

/// Dual variables grow with the number of vertices; these bits keep them from overflowing.
let headroomBits = 14

extension MatchingWeight where Self: FixedWidthInteger {
    static func start(ofField bits: Int, atOrAfter bit: Int) -> Int { Swift.max(bit, 1) }
}

extension Int: MatchingWeight {
    static var usableBits: Int { bitWidth - headroomBits }
    init(_ count: Int, atBit bit: Int) { self = count << bit }
    var halved: Int { self >> 1 }
    var doubled: Int { self << 1 }
}

extension Int128: MatchingWeight {
    static var usableBits: Int { bitWidth - headroomBits }
    init(_ count: Int, atBit bit: Int) { self = Int128(count) << Int128(bit) }
    var halved: Int128 { self >> 1 }
    var doubled: Int128 { self << 1 }
}

/// Two weights, the second of which decides only when the first is equal.
///
/// Sums do not carry from one into the other: the pairs are an ordered group by themselves.
struct LexicographicWeight<Major: MatchingWeight, Minor: MatchingWeight>: MatchingWeight {
    var major: Major
    var minor: Minor

    static var zero: Self { Self(major: .zero, minor: .zero) }
    static var usableBits: Int { Major.usableBits + Minor.usableBits }

    /// A field lies wholly in one of the two.
    static func start(ofField bits: Int, atOrAfter bit: Int) -> Int {
        let inMinor = Minor.start(ofField: bits, atOrAfter: bit)
        if inMinor + bits <= Minor.usableBits { return inMinor }
        let offset = Minor.usableBits
        return offset + Major.start(ofField: bits, atOrAfter: max(bit - offset, 0))
    }

    init(major: Major, minor: Minor) {
        self.major = major
        self.minor = minor
    }

    init(_ count: Int, atBit bit: Int) {
        let isMinor = bit < Minor.usableBits
        major = isMinor ? .zero : Major(count, atBit: bit - Minor.usableBits)
        minor = isMinor ? Minor(count, atBit: bit) : .zero
    }

    var halved: Self { Self(major: major.halved, minor: minor.halved) }
    var doubled: Self { Self(major: major.doubled, minor: minor.doubled) }

    static func + (left: Self, right: Self) -> Self {
        Self(major: left.major + right.major, minor: left.minor + right.minor)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(major: left.major - right.major, minor: left.minor - right.minor)
    }

    static func < (left: Self, right: Self) -> Bool {
        left.major == right.major ? left.minor < right.minor : left.major < right.major
    }
}

/// Four double words: a bracket and all below it.
typealias Weight512 = LexicographicWeight<
    LexicographicWeight<Int128, Int128>, LexicographicWeight<Int128, Int128>
>
