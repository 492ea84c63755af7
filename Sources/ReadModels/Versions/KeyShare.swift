/// A share of all keys by their hashes, for comparing share by share what memory cannot hold at
/// once. The same key is in the same share in every run.
struct KeyShare: Equatable {
    static let all = KeyShare(hashes: 0...UInt64.max)

    private(set) var hashes: ClosedRange<UInt64>

    func contains(_ key: RowKey) -> Bool { hashes.contains(Self.hash(of: key)) }

    /// Gives up its upper half.
    mutating func halve() {
        hashes = hashes.lowerBound...(hashes.lowerBound + width / 2)
    }

    /// The one behind it, twice as large so that it can grow again, or what is left; nothing behind
    /// the last.
    var next: KeyShare? {
        guard hashes.upperBound < .max else { return nil }
        let start = hashes.upperBound + 1
        let room = .max - start
        return KeyShare(hashes: start...(start + (width < room / 2 ? width * 2 : room)))
    }

    private var width: UInt64 { hashes.upperBound - hashes.lowerBound }

    /// FNV-1a, and the last step of MurmurHash3 behind it, which spreads the last bytes as well.
    private static func hash(of key: RowKey) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }
}
