import EventSourcing
import Foundation

/// Some whole rows of a `COPY … (FORMAT binary)`, as they came from the server.
package struct CopyChunk: Sendable {
    /// Each row: its number of fields, and each field behind its length.
    let bytes: [UInt8]
    /// How many rows.
    package let count: Int

    /// Gives each row to `body`, in the server's order; a row is valid inside of it only.
    ///
    /// - Throws: What `body` throws, or `PostgresFailure.Code.decoding`.
    package func forEach(_ body: (inout CopyRow) throws -> Void) throws {
        try withBytes { bytes in
            var rest = bytes
            for _ in 0..<count {
                var row = try CopyRow(rest)
                try body(&row)
                try row.skipAll()
                rest = row.rest
            }
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes(body)
    }
}

/// One row of a `CopyChunk`; its fields are read from the left, as slices of the chunk's bytes.
///
/// A `COPY` does not say what type a field has: the type that is asked for says it.
package struct CopyRow {
    var rest: UnsafeRawBufferPointer
    /// Fields that have not been read.
    var fieldsLeft: Int
    let fieldCount: Int

    /// - Parameter bytes: Of a row in the binary form, and of what may follow it.
    package init(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count >= 2 else { throw PostgresFailure.cutRow }
        rest = UnsafeRawBufferPointer(rebasing: bytes[2...])
        fieldCount = Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        fieldsLeft = fieldCount
    }

    /// The next field.
    ///
    /// - Throws: `PostgresFailure.Code.decoding`, also behind the last field.
    package mutating func next<Value: PostgresDecodable>(_: Value.Type = Value.self) throws -> Value
    {
        guard let bytes = try nextBytes() else {
            guard let null = Value.null else { throw failure("is NULL", Value.postgresType) }
            return null
        }
        do {
            return try Value(decoding: bytes, of: Value.postgresType)
        } catch let unfit as UnfitValue {
            throw failure("holds \(unfit.reason)", Value.postgresType)
        }
    }

    /// The next field's bytes, valid as long as the row; nothing for `NULL`.
    package mutating func nextBytes() throws -> UnsafeRawBufferPointer? {
        guard fieldsLeft > 0, rest.count >= 4 else { throw PostgresFailure.cutRow }
        let length = Int(Int32(bigEndian: rest.loadUnaligned(as: Int32.self)))
        let end = 4 + max(0, length)
        guard rest.count >= end else { throw PostgresFailure.cutRow }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[end...]) }
        fieldsLeft -= 1
        return length < 0 ? nil : UnsafeRawBufferPointer(rebasing: rest[4..<end])
    }

    /// All fields, by their places: `try row.decode(UUID.self, Int.self, String?.self)`.
    ///
    /// - Throws: `PostgresFailure.Code.decoding`.
    package mutating func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws -> (repeat each Value) {
        (repeat try next(each types))
    }

    mutating func skipAll() throws {
        while fieldsLeft > 0 { _ = try nextBytes() }
    }

    func failure(_ what: String, _ wanted: PostgresType) -> PostgresFailure {
        PostgresFailure(
            code: .decoding,
            message:
                "field \(fieldCount - fieldsLeft) of a copied row \(what); \(wanted) was wanted"
        )
    }
}

/// The types of the rows that are read by the million. Swift makes a generic method for a type in
/// its own module only; elsewhere each call looks the type up.
extension CopyRow {
    package mutating func int() throws -> Int { try next() }
    package mutating func int32() throws -> Int32 { try next() }
    package mutating func int16() throws -> Int16 { try next() }
    package mutating func uuid() throws -> UUID { try next() }
    package mutating func text() throws -> String { try next() }
    package mutating func textIfPresent() throws -> String? { try next() }
    package mutating func json() throws -> JSON { try next() }
    package mutating func timestamp() throws -> Timestamp { try next() }
}

extension PostgresFailure {
    static var cutRow: PostgresFailure {
        PostgresFailure(
            code: .decoding, message: "a copied row has fewer fields than were asked for")
    }
}
