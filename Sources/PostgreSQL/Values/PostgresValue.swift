/// A type in Swift that has a counterpart on the server.
package protocol PostgresTyped: Sendable {
    /// What a parameter is declared as, so that the server never has to guess, and what errors
    /// name as the type that was wanted.
    static var postgresType: PostgresType { get }
}

/// A value that can be a parameter of a statement, in the server's binary form.
package protocol PostgresEncodable: PostgresTyped {
    /// Whether the parameter is `NULL`; then `encode` is not asked.
    var isNull: Bool { get }

    /// Appends the binary form.
    ///
    /// - Throws: `UnfitValue` for what the server's type cannot hold, before anything is sent.
    func encode(into bytes: inout [UInt8]) throws
}

/// A value that can be read from a column, in the server's binary form.
package protocol PostgresDecodable: PostgresTyped {
    /// Whether columns of `type` can be read without loss.
    static func canDecode(_ type: PostgresType) -> Bool

    /// What `NULL` reads as; `nil` where `NULL` has no place.
    static var null: Self? { get }

    /// Reads the binary form; `bytes` are valid for this call only.
    ///
    /// - Throws: `UnfitValue` for what the type in Swift cannot hold.
    init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws
}

/// A value that goes both ways.
package typealias PostgresValue = PostgresEncodable & PostgresDecodable

extension PostgresEncodable {
    package var isNull: Bool { false }
}

extension PostgresDecodable {
    package static var null: Self? { nil }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == postgresType
    }
}

/// A value that one side has and the other cannot hold.
package struct UnfitValue: Error {
    /// What is wrong with it, without the value itself.
    package let reason: String
    /// The SQLSTATE with which the server would have refused it.
    package let sqlState: String

    package init(reason: String, sqlState: String) {
        self.reason = reason
        self.sqlState = sqlState
    }

    static func length(_ found: Int, expected: Int) -> UnfitValue {
        UnfitValue(reason: "\(found) bytes instead of \(expected)", sqlState: "22P03")
    }
}

/// An identifier or an enum with a raw value travels as that value.
extension PostgresTyped where Self: RawRepresentable, RawValue: PostgresTyped {
    package static var postgresType: PostgresType { RawValue.postgresType }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    package var isNull: Bool { rawValue.isNull }

    package func encode(into bytes: inout [UInt8]) throws {
        try rawValue.encode(into: &bytes)
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    package static func canDecode(_ type: PostgresType) -> Bool {
        RawValue.canDecode(type)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        let raw = try RawValue(decoding: bytes, of: type)
        guard let value = Self(rawValue: raw) else {
            throw UnfitValue(reason: "\(raw) is no \(Self.self)", sqlState: "22023")
        }
        self = value
    }
}

extension Optional: PostgresTyped where Wrapped: PostgresTyped {
    package static var postgresType: PostgresType { Wrapped.postgresType }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package var isNull: Bool {
        self?.isNull ?? true
    }

    package func encode(into bytes: inout [UInt8]) throws {
        try self?.encode(into: &bytes)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static var null: Wrapped?? { .some(nil) }

    package static func canDecode(_ type: PostgresType) -> Bool {
        Wrapped.canDecode(type)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self = try Wrapped(decoding: bytes, of: type)
    }
}
