import EventSourcing
import Foundation

/// What an array can be made of; `UInt8` makes `bytea`, all else an array of one dimension.
package protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: PostgresType { get }
    static func encode(array: [Self], into bytes: inout [UInt8]) throws
    static func decodeArray(_ bytes: UnsafeRawBufferPointer) throws -> [Self]
}

extension Array: PostgresTyped where Element: PostgresArrayElement {
    package static var postgresType: PostgresType { Element.postgresArrayType }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    package func encode(into bytes: inout [UInt8]) throws {
        try Element.encode(array: self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self = try Element.decodeArray(bytes)
    }
}

extension UInt8: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .bytea }

    package static func encode(array: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: array)
    }

    package static func decodeArray(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](bytes)
    }
}

extension Bool: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .boolArray }
}

extension Int16: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int4Array }
}

extension Int: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Double: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .float8Array }
}

extension String: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .textArray }
}

extension UUID: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .uuidArray }
}

extension Timestamp: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension JSON: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .jsonArray }
}

extension JSONB: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .jsonbArray }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    package static var postgresArrayType: PostgresType { .byteaArray }
}

extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {
    package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

/// The binary form: dimensions, a flag for `NULL`s, the element's type; for the dimension its
/// length and its first index; then each element behind its length, -1 for `NULL`.
extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    package static func encode(array: [Self], into bytes: inout [UInt8]) throws {
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(array.contains { $0.isNull } ? 1 : 0))
        bytes.append(bigEndian: postgresType.rawValue)
        guard !array.isEmpty else { return }
        bytes.append(bigEndian: Int32(array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array {
            let place = bytes.count
            bytes.append(bigEndian: Int32(-1))
            guard !element.isNull else { continue }
            try element.encode(into: &bytes)
            bytes.set(bigEndian: Int32(bytes.count - place - 4), at: place)
        }
    }

    package static func decodeArray(_ bytes: UnsafeRawBufferPointer) throws -> [Self] {
        var rest = bytes[...]
        let dimensions = try rest.take(Int32.self)
        _ = try rest.take(Int32.self)
        let type = PostgresType(rawValue: try rest.take(UInt32.self))
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else {
            throw UnfitValue(reason: "an array of \(dimensions) dimensions", sqlState: "2202E")
        }
        let count = try rest.take(Int32.self)
        _ = try rest.take(Int32.self)
        return try (0..<count).map { _ in
            let length = Int(try rest.take(Int32.self))
            guard length >= 0 else {
                guard let null = Self.null else {
                    throw UnfitValue(reason: "a NULL in the array", sqlState: "22004")
                }
                return null
            }
            guard length <= rest.count else {
                throw UnfitValue.length(rest.count, expected: length)
            }
            defer { rest = rest.dropFirst(length) }
            return try Self(
                decoding: UnsafeRawBufferPointer(rebasing: rest.prefix(length)), of: type)
        }
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Takes one integer in network order from the front.
    fileprivate mutating func take<Value: FixedWidthInteger>(_: Value.Type) throws -> Value {
        let size = MemoryLayout<Value>.size
        defer { self = dropFirst(size) }
        return try UnsafeRawBufferPointer(rebasing: prefix(size)).bigEndian()
    }
}
