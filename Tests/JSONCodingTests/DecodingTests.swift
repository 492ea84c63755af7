import EventSourcing
import Foundation
import JSONCoding
import Testing

@Suite("Reading JSON") struct DecodingTests {
    private func decode<Value: Decodable>(
        _ text: String, limits: JSONLimits = .trusted
    ) throws -> Value {
        try JSONDocument(Array(text.utf8), limits: limits).decode()
    }

    @Test(arguments: 0..<200)
    func `what Foundation writes reads as it was`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let specimen = random.specimen()
        #expect(try JSONDocument(Array(JSONEncoder().encode(specimen))).decode() == specimen)
        let text = try JSONEncoder().encode(random.value())
        let ours = JSONValue(try JSONDocument(Array(text)))
        let known = try JSONDecoder().decode(Plain.self, from: text).value
        #expect(ours == known, "\(String(decoding: text, as: UTF8.self))")
    }

    /// The value as Foundation's decoder reads it, without our short cut.
    private struct Plain: Decodable {
        let value: JSONValue
        init(from decoder: any Decoder) throws { value = try JSONValue(from: decoder) }
    }

    /// Foundation takes some texts that are refused here, never the other way round.
    @Test(arguments: 0..<100)
    func `a mutated text is refused, or reads as Foundation reads it`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let text = Array(try JSONEncoder().encode(random.specimen()))
        for _ in 0..<100 {
            let mutant = random.mutated(text)
            guard let ours = try? JSONDocument(mutant).decode(Specimen.self) else { continue }
            let known = try? JSONDecoder().decode(Specimen.self, from: Data(mutant))
            // Foundation reads 81419954391344594.4 as a whole number; here it is none.
            #expect(ours == known, "\(String(decoding: mutant, as: UTF8.self))")
        }
    }

    @Test(arguments: 0..<20)
    func `random bytes never crash`(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...60, using: &random.generator)).map { _ in
                Array("{}[]\",:\\u0dn-.e19tfals \u{1}".utf8).randomElement(using: &random.generator)
                    ?? 0
            }
            if let document = try? JSONDocument(bytes, limits: .strict) {
                _ = try? document.decode(Specimen.self)
                _ = JSONValue(document)
            }
        }
    }

    @Test(
        arguments: [
            ("", .empty, 0), ("  ", .empty, 2), ("{", .malformed, 1), ("[1,]", .malformed, 3),
            ("{\"a\":1,}", .malformed, 7), ("01", .trailing, 1), ("-", .malformed, 1),
            ("1.", .malformed, 2), ("1e", .malformed, 2), ("tru", .malformed, 3),
            ("1 2", .trailing, 2),
            ("\"\\ud800\"", .loneSurrogate, 1), ("\"\\ud800\\u0041\"", .loneSurrogate, 1),
            ("\"\\udc00\"", .loneSurrogate, 1), ("\"\\u0000\"", .nul, 1), ("\"a\u{0}\"", .nul, 2),
            ("\"\u{1}\"", .controlCharacter, 1), ("\"\\x\"", .malformed, 1),
            ("\"abc", .malformed, 4),
            ("\u{FEFF}1", .malformed, 0), (String(repeating: "9", count: 41), .absurdNumber, 0),
            ("'a'", .malformed, 0), ("[NaN]", .malformed, 1), ("\"\\u12g4\"", .malformed, 5),
        ] as [(String, JSONFault.Kind, Int)])
    func `a fault is named with its place`(text: String, kind: JSONFault.Kind, offset: Int) {
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(Array(text.utf8)) }
        #expect(fault == JSONFault(kind, at: offset))
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        for bytes: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ] {
            let fault = #expect(throws: JSONFault.self) {
                try JSONDocument([0x22] + bytes + [0x22])
            }
            #expect(fault?.kind == .invalidUTF8)
        }
    }

    @Test func `thirty-two deep is right, one more is not, and a hundred thousand does not crash`()
        throws
    {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONDocument(nested(32))
        for depth in [33, 100_000] {
            let fault = #expect(throws: JSONFault.self) { try JSONDocument(nested(depth)) }
            #expect(fault == JSONFault(.tooDeep, at: 32))
        }
    }

    @Test func `a key that stands twice is refused where asked, however it is spelled`() throws {
        let text = #"{"a":1,"b":{"a":2},"\u0061":3}"#
        let fault = #expect(throws: JSONFault.self) {
            try decode(text, limits: .strict) as JSONValue
        }
        #expect(fault == JSONFault(.duplicateKey, at: 19))
        let first: [String: JSONValue] = try decode(text)
        #expect(first["a"] == 1)
    }

    @Test func `an error of decoding says where, by path and by byte`() throws {
        struct Row: Decodable { let list: [[String: Int]] }
        let error = #expect(throws: DecodingError.self) {
            try decode(#"{"x":0,"list":[{},{"a":"b"}]}"#) as Row
        }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["list", "1", "a"])
        #expect(context.debugDescription == "a string stands where Int was expected, at byte 24")
        #expect(throws: DecodingError.self) { try decode("{}") as Row }
        #expect(throws: DecodingError.self) { try decode(#"{"list":null}"#) as Row }
        #expect(throws: DecodingError.self) { try decode("[128]") as [Int8] }
        #expect(throws: DecodingError.self) { try decode("[1e39]") as [Float] }
        #expect(throws: DecodingError.self) { try decode("[1.5]") as [Int] }
        #expect(throws: DecodingError.self) { try decode("1e999") as Double }
        #expect(throws: DecodingError.self) { try decode("1e-999") as Double }
        #expect(throws: DecodingError.self) { try decode("81419954391344594.4") as Int }
        #expect(throws: DecodingError.self) { try decode("1e99999999999999999999") as Int }
    }

    @Test func `a whole number is read to the last digit, however it is written`() throws {
        let numbers: [Int] = try decode(
            "[-9223372036854775808, 922337203685477580.7e1, 1e16, 10.0, 120e-1, -0, -0.0, 0e999]")
        #expect(numbers == [.min, .max, 10_000_000_000_000_000, 10, 12, 0, 0, 0])
    }

    @Test func `a class with a super reads what it wrote`() throws {
        let derived: Derived = try JSONDocument(
            CanonicalJSON.encode(Derived(base: 7, own: "x"))
        ).decode()
        #expect(derived.base == 7 && derived.own == "x0/2")
    }

    @Test func `a text may stand within keys that are not in it`() throws {
        let value: [String: [String: [Int]]] = try JSONDocument(
            Array(" [1] ".utf8), within: ["a.b", "_0"]
        ).decode()
        #expect(value == ["a.b": ["_0": [1]]])
        #expect(throws: JSONFault.self) {
            try JSONDocument(Array("1},\"c\":{\"_0\":2".utf8), within: ["a", "_0"])
        }
    }
}
