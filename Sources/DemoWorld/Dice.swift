import Foundation

/// Chance that follows from a seed and from what it is about, the same everywhere and for ever.
///
/// Each subject has a sequence of its own, so a context that throws more dice, or is new, changes
/// nothing for the others.
///
/// - Source: SplitMix64, Sebastiano Vigna; FNV-1a for the subject.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, _ subject: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in subject.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = seed &* 0x9e37_79b9_7f4a_7c15 ^ hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func happens(_ probability: Double) -> Bool { share() < probability }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(share() * Double(range.count))
    }

    /// - Parameter list: Not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[number(in: 0...list.count - 1)]
    }

    /// The earlier ones of a list more often: what is popular is popular.
    mutating func pickPopular<Element>(_ list: [Element]) -> Element {
        let share = share()
        return list[min(list.count - 1, Int(share * share * Double(list.count)))]
    }

    mutating func uuid() -> UUID {
        let (high, low) = (next(), next())
        var bytes = withUnsafeBytes(of: high.bigEndian, Array.init)
        bytes += withUnsafeBytes(of: low.bigEndian, Array.init)
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
