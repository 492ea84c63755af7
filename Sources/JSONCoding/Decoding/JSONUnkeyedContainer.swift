/// The elements of an array, one after the other.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
    private let document: JSONDocument
    private let array: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(_ document: JSONDocument, _ node: Int) throws {
        try document.expect(.array, node, [Any].self)
        self.document = document
        array = node
        next = node + 1
    }

    var codingPath: [any CodingKey] { document.path(to: array) }
    var count: Int? { document.count(array) }
    var isAtEnd: Bool { currentIndex == document.count(array) }

    private func peek() throws -> Int {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self, document.context(array, "the array has \(currentIndex) elements only"))
        }
        return next
    }

    /// Goes on only behind what could be decoded.
    private mutating func take<Value>(_ decode: (Int) throws -> Value) throws -> Value {
        let value = try decode(try peek())
        step()
        return value
    }

    private mutating func step() {
        next = document.end(next)
        currentIndex += 1
    }

    mutating func decodeNil() throws -> Bool {
        guard document.kind(try peek()) == .null else { return false }
        return try take { _ in true }
    }

    mutating func decode<Value: Decodable>(_: Value.Type) throws -> Value {
        // Not by `take`: an unspecialized closure costs as much as reading the element.
        let value = try Value(from: JSONNodeDecoder(document, try peek()))
        step()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    {
        let document = document
        return try take { KeyedDecodingContainer(try JSONKeyedContainer<Nested>(document, $0)) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let document = document
        return try take { try JSONUnkeyedContainer(document, $0) }
    }

    mutating func superDecoder() throws -> any Decoder {
        let document = document
        return try take { JSONNodeDecoder(document, $0) }
    }
}

extension JSONUnkeyedContainer {
    mutating func decode(_: Bool.Type) throws -> Bool { try take(document.bool) }
    mutating func decode(_: String.Type) throws -> String { try take(document.text) }
    mutating func decode(_: Double.Type) throws -> Double { try take(document.floating) }
    mutating func decode(_: Float.Type) throws -> Float { try take(document.floating) }
    mutating func decode(_: Int.Type) throws -> Int { try take(document.whole) }
    mutating func decode(_: Int8.Type) throws -> Int8 { try take(document.whole) }
    mutating func decode(_: Int16.Type) throws -> Int16 { try take(document.whole) }
    mutating func decode(_: Int32.Type) throws -> Int32 { try take(document.whole) }
    mutating func decode(_: Int64.Type) throws -> Int64 { try take(document.whole) }
    mutating func decode(_: UInt.Type) throws -> UInt { try take(document.whole) }
    mutating func decode(_: UInt8.Type) throws -> UInt8 { try take(document.whole) }
    mutating func decode(_: UInt16.Type) throws -> UInt16 { try take(document.whole) }
    mutating func decode(_: UInt32.Type) throws -> UInt32 { try take(document.whole) }
    mutating func decode(_: UInt64.Type) throws -> UInt64 { try take(document.whole) }
}
