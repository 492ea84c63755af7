import EventSourcing
import Foundation
import TestSupport
import Testing

/// The reader of bodies, against Foundation's: what it takes means the same to both.
@Suite struct StrictJSONTests {
    private static let seeds: [String] = [
        #"{"name":"Ada","age":-17,"tags":["a","b",null,true,false],"nested":{"x":{"y":[]}}}"#,
        #"[0,1.5,-0.25,1e3,2E-2,9223372036854775807,"\u00e9\ud83d\ude00\n\\\"\/"]"#,
        #" { "a" : [ { } , [ ] , "" ] , "é" : "日本" } "#,
    ]
    private static let alphabet =
        Array(#"{}[]:,"\/bfnrtu0123456789abcdefeE+-. "#.utf8) + [0, 10, 0xC3, 0xFF]

    @Test func `a number with nothing behind its point is whole`() throws {
        #expect(
            try JSONValue(strict: Array("[3.0, -0.00, 3.01, 3e0]".utf8)) == [
                3, 0, .number(3.01), 3,
            ])
    }

    @Test(arguments: [
        "1e-9223372036854775808", "1e9223372036854775807", "-1.5E+9223372036854775808",
        "1e-99999999999999999999", "1e99999999999999999999",
    ])
    func `an exponent beyond all numbers is refused`(number: String) {
        #expect(throws: (any Error).self) { try JSONValue(strict: Array("[\(number)]".utf8)) }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `whatever is done to a text, what is read of it is what Foundation reads`(seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        var taken = 0
        for _ in 0..<3000 {
            var bytes = Array(Self.seeds.randomElement(using: &random)?.utf8 ?? "".utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = Self.alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                default:
                    bytes.insert(Self.alphabet.randomElement(using: &random) ?? 0, at: place)
                }
            }
            guard let value = try? JSONValue(strict: bytes) else { continue }
            taken += 1
            let text = String(decoding: bytes, as: UTF8.self)
            let known = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            #expect(value.asDoubles == known.asDoubles, "seed \(seed): \(text)")
            // What has been read can be written and read again.
            let again = try JSONValue(strict: try value.canonicalText)
            #expect(again.asDoubles == known.asDoubles, "seed \(seed): \(text)")
        }
        #expect(taken > 300)
    }
}

extension JSONValue {
    /// Which of the two a number is read as is not its value.
    fileprivate var asDoubles: JSONValue {
        switch self {
        case .integer(let number): .number(Double(number))
        case .array(let elements): .array(elements.map(\.asDoubles))
        case .object(let members): .object(members.mapValues(\.asDoubles))
        default: self
        }
    }
}
