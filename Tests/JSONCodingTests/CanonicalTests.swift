import EventSourcing
import Foundation
import JSONCoding
import Testing

@Suite("Writing canonical JSON") struct CanonicalTests {
    private func expectSame(_ value: some Encodable) throws {
        let ours = String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
        let known = String(decoding: try JSONEncoder.canonical.encode(value), as: UTF8.self)
        #expect(ours == known)
    }

    @Test(arguments: 0..<500)
    func `every byte is the one that Foundation writes`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        try expectSame(random.specimen())
        try expectSame(random.value())
        try expectSame([
            "y" + random.string(): random.double(), "key": 0, "\(random.string()) x": 0,
        ])
    }

    @Test(arguments: 0..<500)
    func `a JSON value writes itself as any other value is written`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let value = JSONValue.object([
            random.string(): random.value(), random.string() + "y": .number(random.double()),
            "b": random.value(), "ß\(random.string())": random.value(),
        ])
        #expect(try value.canonicalText == CanonicalJSON.encode(value))
    }

    @Test func `keys are sorted by their bytes, and the last of two counts`() throws {
        try expectSame([
            "b": 1, "a10": 1, "a2": 1, "A": 1, "é": 1, "e\u{301}x": 1, "z": 1, "": 1, "a": 1,
            "ab": 1, "abcdefgh": 1, "abcdefghi": 1, "abcdefgz": 1, "~": 1, "\u{10FFFF}": 1,
            "\u{E000}": 1, "\u{FF01}": 1, "\"": 1, "\\": 1, "!": 1, "#": 1,
        ])
        try expectSame(Derived(base: 1, own: "twice"))
    }

    @Test func `what is no JSON is refused`() {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(throws: EncodingError.self) { try CanonicalJSON.encode(Double.infinity) }
        #expect(throws: EncodingError.self) { try CanonicalJSON.encode([Float.nan]) }
        #expect(throws: EncodingError.self) { try CanonicalJSON.encode(Nothing()) }
        #expect(throws: EncodingError.self) { try JSONValue.array([.number(.nan)]).canonicalText }
    }
}
