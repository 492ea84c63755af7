import Pairing

/// Damages bytes in the ways files are damaged, and in worse ones.
struct Mutator {
    private var random: SeededRandom
    private let seeds: [[UInt8]]
    /// Pieces that readers have to be wary of.
    private static let pieces: [[UInt8]] = [
        "9999", "-1", "0", "99999999999999999999", "1e9", "\u{0}", "\n", "\r", "\r\n", "\t", " ",
        "001", "240 H", "250 ", "260 ", "162 ", "XXA ", "XXP ", "XXZ ", "142 999", "0000 - U", "é",
        "\u{FEFF}", "🏁", "\"", "[[[[[[[[", "{", "}", "]", ",", ":", "null", "\\u0000", "\\ud800",
    ].map { Array($0.utf8) }
    /// No mutated input is longer.
    private static let longest = 1 << 16

    init(seed: UInt64, seeds: [[UInt8]]) {
        random = SeededRandom(seed: seed)
        self.seeds = seeds
    }

    mutating func next() -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: replace(&bytes, with: UInt8.random(in: 0...255, using: &random))
        case 1: replace(&bytes, with: UInt8.random(in: 0x20...0x7E, using: &random))
        case 2: replace(&bytes, with: UInt8.random(in: 0x30...0x39, using: &random))
        case 3: bytes.removeSubrange(range(in: bytes))
        case 4: insert(Array(bytes[range(in: bytes)]), into: &bytes)
        case 5: insert(Self.pieces.randomElement(using: &random) ?? [], into: &bytes)
        case 6: overwrite(&bytes, with: Self.pieces.randomElement(using: &random) ?? [])
        case 7: bytes = Array(bytes.prefix(place(in: bytes)))
        default:
            let other = seeds.randomElement(using: &random) ?? []
            insert(Array(other[range(in: other)]), into: &bytes)
        }
    }

    private mutating func place(in bytes: [UInt8]) -> Int {
        Int.random(in: 0...bytes.count, using: &random)
    }

    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = place(in: bytes)
        let longest = Bool.random(using: &random) ? 12 : 300
        return start..<min(bytes.count, start + Int.random(in: 0...longest, using: &random))
    }

    private mutating func replace(_ bytes: inout [UInt8], with byte: UInt8) {
        guard !bytes.isEmpty else { return }
        bytes[Int.random(in: bytes.indices, using: &random)] = byte
    }

    private mutating func overwrite(_ bytes: inout [UInt8], with piece: [UInt8]) {
        let start = place(in: bytes)
        bytes.replaceSubrange(start..<min(bytes.count, start + piece.count), with: piece)
    }

    private mutating func insert(_ piece: [UInt8], into bytes: inout [UInt8]) {
        guard bytes.count + piece.count <= Self.longest else { return }
        bytes.insert(contentsOf: piece, at: place(in: bytes))
    }
}
