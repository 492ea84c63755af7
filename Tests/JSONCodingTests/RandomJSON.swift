import EventSourcing
import Foundation
import TestSupport

/// Values and texts that programs stumble over, from a seed.
struct RandomJSON {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let pieces = [
        "", "a", "\"", "\\", "/", "\u{1}", "\u{1F}", "\n", "\r\t", "\u{8}\u{c}", "\u{7F}", "é",
        "e\u{301}",
        "\u{2028}", "\u{FEFF}", "🏁", "\u{10FFFF}", "longer than a small string", "null", "$1", "''",
    ]

    mutating func string() -> String {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            Self.pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }

    mutating func double() -> Double {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Double(Int.random(in: -1000...1000, using: &generator))
        case 1: Double.random(in: -1...1, using: &generator)
        case 2:
            [
                0, -0.0, 1e16, 1e15, 123_456_789_012_345_680, 1e-5, .leastNonzeroMagnitude,
                .greatestFiniteMagnitude, .pi,
            ].randomElement(using: &generator) ?? 0
        default:
            Double(
                sign: .plus, exponent: .random(in: -300...300, using: &generator),
                significand: .random(in: 1..<2, using: &generator))
        }
    }

    mutating func value(depth: Int = 0) -> JSONValue {
        switch Int.random(in: depth > 4 ? 2..<7 : 0..<7, using: &generator) {
        case 0:
            let members = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (string(), value(depth: depth + 1))
            }
            return .object(Dictionary(members) { first, _ in first })
        case 1:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth + 1) })
        case 2: return .string(string())
        case 3: return .integer(.random(in: .min ... .max, using: &generator))
        case 4: return .number(double())
        case 5: return .bool(.random(using: &generator))
        default: return .null
        }
    }

    mutating func specimen() -> Specimen {
        Specimen(
            text: string(), whole: .random(in: .min ... .max, using: &generator),
            small: .random(in: .min ... .max, using: &generator),
            large: .random(in: .min ... .max, using: &generator), double: double(),
            float: .random(in: -10...10, using: &generator), flag: .random(using: &generator),
            present: Bool.random(using: &generator) ? string() : nil,
            list: [
                .point, .circle(radius: double(), label: nil), .both(inner(), 3),
                .circle(radius: 1, label: string()),
            ],
            nested: [[], [inner(), nil]], word: .two,
            moment: Date(timeIntervalSinceReferenceDate: .random(in: 0...1e9, using: &generator)))
    }

    private mutating func inner() -> Specimen.Inner {
        let bytes = (0..<2).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
        return Specimen.Inner(
            id: bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) },
            names: ["x" + string(): 1, "b": 2, "a": 3])
    }

    /// The same text with some bytes changed, taken out, or put in.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            let byte =
                Bool.random(using: &generator)
                ? UInt8.random(in: .min ... .max, using: &generator)
                : Array("{}[]\",:\\u0dn-.e19".utf8).randomElement(using: &generator) ?? 0
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
