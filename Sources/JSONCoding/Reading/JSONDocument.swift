import Glibc

/// A JSON text that has been scanned once, with the place of each of its values.
///
/// This target reads and writes JSON for the log: strict (`JSONScanner`), a `Decoder` and an
/// `Encoder` for plain `Codable` types that make several times as many events a second as
/// Foundation's, and canonical bytes (`CanonicalJSON`). It knows nothing of events.
///
/// - Complexity: Scanning is O(*n*) in the bytes, plus the square of an object's keys where
///   duplicates are refused; a member is found in O(*n*) of its object's keys.
package final class JSONDocument: Sendable {
    /// What an absent value reads as.
    static let absent = 0
    /// The text's own value.
    package static let root = 1

    private let bytes: [UInt8]
    private let nodes: [JSONNode]
    /// - Throws: `JSONFault`.
    package convenience init(_ bytes: [UInt8], limits: JSONLimits = .trusted) throws {
        try self.init(bytes, within: [], limits: limits)
    }

    /// The text as if it stood in objects of one key each, the outermost first: `{"a":{"b":…}}`.
    ///
    /// - Throws: `JSONFault`, with places in `bytes`.
    package init(_ bytes: [UInt8], within keys: [String], limits: JSONLimits = .trusted) throws {
        // Nothing is absent by reading as `null`.
        var scanner = JSONScanner(limits: limits)
        scanner.nodes.reserveCapacity(3 + 2 * keys.count + bytes.count / 8)
        scanner.nodes.append(JSONNode(kind: .null, isPlain: true, start: 0, count: 0, end: 1))
        var text = bytes
        text.reserveCapacity(bytes.count + keys.reduce(0) { $0 + $1.utf8.count })
        for key in keys {
            scanner.nodes.append(JSONNode(kind: .object, isPlain: true, start: 0, count: 1, end: 0))
            scanner.nodes.append(
                JSONNode(
                    kind: .string, isPlain: true, start: UInt32(truncatingIfNeeded: text.count),
                    count: UInt32(truncatingIfNeeded: key.utf8.count),
                    end: UInt32(truncatingIfNeeded: scanner.nodes.count + 1)))
            text += key.utf8
        }
        try bytes.withUnsafeBufferPointer { try scanner.scan($0) }
        for key in keys.indices {
            scanner.nodes[Self.root + 2 * key].end = UInt32(truncatingIfNeeded: scanner.nodes.count)
        }
        nodes = scanner.nodes
        self.bytes = text
    }

    /// - Throws: `DecodingError` with the path and the place of what does not fit.
    package func decode<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        try Value(from: JSONNodeDecoder(self, Self.root))
    }
}

/// Values by the places of their nodes.
extension JSONDocument {
    package func kind(_ node: Int) -> JSONNode.Kind { nodes[node].kind }

    package func count(_ node: Int) -> Int { Int(nodes[node].count) }

    /// The node behind a value and all that is in it.
    package func end(_ node: Int) -> Int { Int(nodes[node].end) }

    /// Where a value begins in the text, in bytes from 0.
    package func offset(_ node: Int) -> Int { Int(nodes[node].start) }

    package func string(_ node: Int) -> String {
        bytes.withUnsafeBufferPointer { JSONText.string(nodes[node], in: $0) }
    }

    /// Gives a string's UTF-8 to `body`, without making a `String`.
    package func withText(_ node: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            let text = JSONText.bytes(of: nodes[node], in: bytes)
            guard !nodes[node].isPlain else { return body(text) }
            JSONText.unescaped(text).withUnsafeBufferPointer(body)
        }
    }

    package func integer<Value: FixedWidthInteger>(_ node: Int, as type: Value.Type) -> Value? {
        bytes.withUnsafeBufferPointer { JSONText.integer(nodes[node], in: $0, as: type) }
    }

    package func double(_ node: Int) -> Double? {
        bytes.withUnsafeBufferPointer { JSONText.double(nodes[node], in: $0) }
    }

    /// The text of a number.
    package func number(_ node: Int) -> String {
        bytes.withUnsafeBufferPointer {
            String(decoding: JSONText.bytes(of: nodes[node], in: $0), as: UTF8.self)
        }
    }

    /// The value behind a key; nothing where the object has no such key.
    package func member(_ key: String, of object: Int) -> Int? {
        var key = key
        return key.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { bytes in
                var node = object + 1
                for _ in 0..<nodes[object].count {
                    if isKey(nodes[node], wanted, bytes) { return node + 1 }
                    node = Int(nodes[node + 1].end)
                }
                return nil
            }
        }
    }

    private func isKey(
        _ node: JSONNode, _ wanted: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let text = JSONText.bytes(of: node, in: bytes)
        guard node.isPlain else { return JSONText.unescaped(text).elementsEqual(wanted) }
        guard text.count == wanted.count, let first = text.baseAddress,
            let second = wanted.baseAddress
        else { return text.count == wanted.count }
        return memcmp(first, second, text.count) == 0
    }
}
