/// A value of a document on its way to becoming a `Decodable`.
///
/// Two words, so that Swift keeps it in place where it stands as `any Decoder`: only a keyed
/// container costs an allocation.
package struct JSONNodeDecoder: Decoder {
    package let document: JSONDocument
    package let node: Int

    init(_ document: JSONDocument, _ node: Int) {
        self.document = document
        self.node = node
    }

    /// Found by going through the text; only errors ask for it.
    package var codingPath: [any CodingKey] { document.path(to: node) }
    package var userInfo: [CodingUserInfoKey: Any] { [:] }

    package func container<Key: CodingKey>(keyedBy _: Key.Type) throws
        -> KeyedDecodingContainer<Key>
    {
        KeyedDecodingContainer(try JSONKeyedContainer<Key>(document, node))
    }

    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONUnkeyedContainer(document, node)
    }

    package func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONNodeDecoder: SingleValueDecodingContainer {
    package func decodeNil() -> Bool { document.kind(node) == .null }
    package func decode(_: Bool.Type) throws -> Bool { try document.bool(node) }
    package func decode(_: String.Type) throws -> String { try document.text(node) }
    package func decode(_: Double.Type) throws -> Double { try document.floating(node) }
    package func decode(_: Float.Type) throws -> Float { try document.floating(node) }
    package func decode(_: Int.Type) throws -> Int { try document.whole(node) }
    package func decode(_: Int8.Type) throws -> Int8 { try document.whole(node) }
    package func decode(_: Int16.Type) throws -> Int16 { try document.whole(node) }
    package func decode(_: Int32.Type) throws -> Int32 { try document.whole(node) }
    package func decode(_: Int64.Type) throws -> Int64 { try document.whole(node) }
    package func decode(_: UInt.Type) throws -> UInt { try document.whole(node) }
    package func decode(_: UInt8.Type) throws -> UInt8 { try document.whole(node) }
    package func decode(_: UInt16.Type) throws -> UInt16 { try document.whole(node) }
    package func decode(_: UInt32.Type) throws -> UInt32 { try document.whole(node) }
    package func decode(_: UInt64.Type) throws -> UInt64 { try document.whole(node) }

    package func decode<Value: Decodable>(_: Value.Type) throws -> Value {
        try Value(from: self)
    }
}

extension Decoder {
    /// This decoder where it is ours: `as?` costs more than reading a text does.
    package var asJSONNode: JSONNodeDecoder? {
        guard Self.self == JSONNodeDecoder.self else { return nil }
        // The same type, by the line above.
        return unsafeBitCast(self, to: JSONNodeDecoder.self)
    }
}

extension JSONNodeDecoder {
    /// - Throws: `DecodingError` where the value is no string.
    package func text() throws -> String { try document.text(node) }

    /// Gives a string's UTF-8 to `body`, without making a `String`.
    ///
    /// Not generic in a result: an unspecialized closure would cost more than what it does.
    ///
    /// - Throws: `DecodingError` where the value is no string.
    package func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws {
        try document.expect(.string, node, String.self)
        document.withText(node, body)
    }
}
