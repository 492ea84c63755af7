import EventSourcing

/// Turns an `Encodable` value into a `JSONValue` without writing a text in between.
///
/// Only what rows are made of: keyed values, lists, and single values. A type that fails to encode
/// is a bug in that type, and ends the program with its name.
enum RowEncoder {
    static func columns(of row: some Row) -> Change.Columns {
        guard case .object(let columns) = value(of: row) else {
            preconditionFailure("\(type(of: row)) encodes as an object")
        }
        return columns
    }

    static func value(of value: any Encodable) -> JSONValue {
        do {
            return try encode(value, at: [])
        } catch {
            preconditionFailure("\(type(of: value)) encodes without an error: \(error)")
        }
    }

    fileprivate static func encode(
        _ value: some Encodable, at path: [any CodingKey]
    ) throws -> JSONValue {
        let box = Box()
        try value.encode(to: ValueEncoder(box: box, codingPath: path))
        return box.value
    }
}

/// Where an encoder puts its value, because `Encoder` hands out its containers by copy.
private final class Box {
    private enum Form {
        case object, array
        case single(JSONValue)
    }

    private var form = Form.object
    /// Beside the form, so that they have one owner while they grow.
    var members: [String: JSONValue] = [:]
    var elements: [JSONValue] = []

    func becomeArray() { form = .array }
    func become(_ value: JSONValue) { form = .single(value) }

    var value: JSONValue {
        switch form {
        case .object: .object(members)
        case .array: .array(elements)
        case .single(let value): value
        }
    }
}

private struct ValueEncoder: Encoder {
    let box: Box
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Keyed(box: box, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        box.becomeArray()
        return Unkeyed(box: box, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(box: box, codingPath: codingPath)
    }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: Box
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { box.members[key.stringValue] = .null }

    func encode(_ value: String, forKey key: Key) { box.members[key.stringValue] = .string(value) }

    func encode(_ value: Int, forKey key: Key) {
        box.members[key.stringValue] = .integer(Int64(value))
    }

    func encode(_ value: Bool, forKey key: Key) { box.members[key.stringValue] = .bool(value) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        box.members[key.stringValue] = try RowEncoder.encode(value, at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy _: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        preconditionFailure("a row nests by values and not by containers")
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        preconditionFailure("a row nests by values and not by containers")
    }

    func superEncoder() -> any Encoder {
        preconditionFailure("a row has no superclass")
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        preconditionFailure("a row has no superclass")
    }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]
    var count: Int { box.elements.count }

    func encodeNil() { box.elements.append(.null) }

    func encode(_ value: some Encodable) throws {
        box.elements.append(try RowEncoder.encode(value, at: codingPath))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy _: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        preconditionFailure("a row nests by values and not by containers")
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        preconditionFailure("a row nests by values and not by containers")
    }

    func superEncoder() -> any Encoder {
        preconditionFailure("a row has no superclass")
    }
}

private struct Single: SingleValueEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]

    func encodeNil() { box.become(.null) }
    func encode(_ value: Bool) { box.become(.bool(value)) }
    func encode(_ value: String) { box.become(.string(value)) }
    func encode(_ value: Double) { box.become(.number(value)) }
    func encode(_ value: Float) { box.become(.number(Double(value))) }
    func encode(_ value: Int) { box.become(.integer(Int64(value))) }
    func encode(_ value: Int8) { box.become(.integer(Int64(value))) }
    func encode(_ value: Int16) { box.become(.integer(Int64(value))) }
    func encode(_ value: Int32) { box.become(.integer(Int64(value))) }
    func encode(_ value: Int64) { box.become(.integer(value)) }
    func encode(_ value: UInt) { box.become(.integer(Int64(value))) }
    func encode(_ value: UInt8) { box.become(.integer(Int64(value))) }
    func encode(_ value: UInt16) { box.become(.integer(Int64(value))) }
    func encode(_ value: UInt32) { box.become(.integer(Int64(value))) }
    func encode(_ value: UInt64) { box.become(.integer(Int64(value))) }

    func encode(_ value: some Encodable) throws {
        box.become(try RowEncoder.encode(value, at: codingPath))
    }
}
