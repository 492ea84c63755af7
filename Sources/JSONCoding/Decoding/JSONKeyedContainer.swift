/// The members of an object, found by their keys.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let document: JSONDocument
    private let object: Int

    init(_ document: JSONDocument, _ node: Int) throws {
        try document.expect(.object, node, [String: Any].self)
        self.document = document
        object = node
    }

    var codingPath: [any CodingKey] { document.path(to: object) }

    var allKeys: [Key] {
        // The one key of an enum's case: a literal takes its room at once.
        if document.count(object) == 1 {
            guard let key = Key(stringValue: document.string(object + 1)) else { return [] }
            return [key]
        }
        var keys: [Key] = []
        var node = object + 1
        for _ in 0..<document.count(object) {
            if let key = Key(stringValue: document.string(node)) { keys.append(key) }
            node = document.end(node + 1)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { document.member(key.stringValue, of: object) != nil }

    private func value(_ key: Key) throws -> Int {
        guard let node = document.member(key.stringValue, of: object) else {
            throw document.missing(key, in: object)
        }
        return node
    }

    /// Nothing for a key that is not there and for `null`.
    private func valueIfPresent(_ key: Key) -> Int? {
        guard let node = document.member(key.stringValue, of: object),
            document.kind(node) != .null
        else { return nil }
        return node
    }

    func decodeNil(forKey key: Key) throws -> Bool { document.kind(try value(key)) == .null }

    func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: JSONNodeDecoder(document, value(key)))
    }

    func decodeIfPresent<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value? {
        guard let node = valueIfPresent(key) else { return nil }
        return try Value(from: JSONNodeDecoder(document, node))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        KeyedDecodingContainer(try JSONKeyedContainer<Nested>(document, value(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try JSONUnkeyedContainer(document, value(key))
    }

    func superDecoder() -> any Decoder {
        JSONNodeDecoder(
            document, document.member("super", of: object) ?? JSONDocument.absent)
    }

    func superDecoder(forKey key: Key) -> any Decoder {
        JSONNodeDecoder(
            document, document.member(key.stringValue, of: object) ?? JSONDocument.absent)
    }
}

/// The protocol wants each of these by itself.
extension JSONKeyedContainer {
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool {
        try document.bool(value(key))
    }
    func decode(_: String.Type, forKey key: Key) throws -> String {
        try document.text(value(key))
    }
    func decode(_: Double.Type, forKey key: Key) throws -> Double {
        try document.floating(value(key))
    }
    func decode(_: Float.Type, forKey key: Key) throws -> Float {
        try document.floating(value(key))
    }
    func decode(_: Int.Type, forKey key: Key) throws -> Int {
        try document.whole(value(key))
    }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 {
        try document.whole(value(key))
    }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 {
        try document.whole(value(key))
    }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 {
        try document.whole(value(key))
    }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 {
        try document.whole(value(key))
    }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt {
        try document.whole(value(key))
    }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try document.whole(value(key))
    }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try document.whole(value(key))
    }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try document.whole(value(key))
    }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try document.whole(value(key))
    }
}

extension JSONKeyedContainer {
    func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
        try valueIfPresent(key).map(document.bool)
    }
    func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
        try valueIfPresent(key).map(document.text)
    }
    func decodeIfPresent(_: Double.Type, forKey key: Key) throws -> Double? {
        try valueIfPresent(key).map(document.floating)
    }
    func decodeIfPresent(_: Float.Type, forKey key: Key) throws -> Float? {
        try valueIfPresent(key).map(document.floating)
    }
    func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: Int8.Type, forKey key: Key) throws -> Int8? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: Int16.Type, forKey key: Key) throws -> Int16? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: Int32.Type, forKey key: Key) throws -> Int32? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: Int64.Type, forKey key: Key) throws -> Int64? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: UInt.Type, forKey key: Key) throws -> UInt? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: UInt8.Type, forKey key: Key) throws -> UInt8? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: UInt16.Type, forKey key: Key) throws -> UInt16? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try valueIfPresent(key).map(document.whole)
    }
    func decodeIfPresent(_: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try valueIfPresent(key).map(document.whole)
    }
}
