import Clubs
import Directory
import EventSourcing
import PostgreSQL
import Vocabulary

/// A value of one column, as rows write it and patches bring it.
package protocol FieldValue: Encodable, Sendable {
    /// Appends the value in the server's binary form.
    ///
    /// A type that has no form of its own is written by way of its JSON.
    ///
    /// - Returns: Whether there is a value; for null nothing is appended.
    /// - Throws: `UnfitValue` where the value is none of the column's type.
    func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool
}

extension FieldValue {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        try type.appendJSON(of: self, to: &bytes)
    }
}

extension FieldValue where Self: PostgresEncodable {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        guard type.postgresType == Self.postgresType else {
            return try type.appendJSON(of: self, to: &bytes)
        }
        try encode(into: &bytes)
        return true
    }
}

extension FieldValue where Self: RawRepresentable<String> {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        try rawValue.append(as: type, to: &bytes)
    }
}

extension FieldValue where Self: CheckedText {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        try text.append(as: type, to: &bytes)
    }
}

extension String: FieldValue {}
extension Int: FieldValue {}
extension Bool: FieldValue {}
extension Timestamp: FieldValue {}
extension Array: FieldValue where Element: FieldValue {}

extension Optional: FieldValue where Wrapped: FieldValue {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        try self?.append(as: type, to: &bytes) ?? false
    }
}

extension ID: FieldValue {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        guard type == .uuid else { return try type.appendJSON(of: self, to: &bytes) }
        uuid.encode(into: &bytes)
        return true
    }
}

extension Position: FieldValue {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        try value.append(as: type, to: &bytes)
    }
}

extension Actor: FieldValue {
    package func append(as type: ColumnType, to bytes: inout [UInt8]) throws -> Bool {
        guard type == .jsonb else { return try type.appendJSON(of: self, to: &bytes) }
        JSONB(bytes: json).encode(into: &bytes)
        return true
    }
}

extension ReasonCode: FieldValue {}
extension GroupName: FieldValue {}
extension Interest: FieldValue {}
extension LanguageTag: FieldValue {}
extension TimeZoneID: FieldValue {}
extension Visibility: FieldValue {}
extension AgeBand: FieldValue {}
extension Club.Kind: FieldValue {}
extension Club.JoinPolicy: FieldValue {}
extension Club.Role: FieldValue {}
extension Club.Via: FieldValue {}
extension Person.Pace: FieldValue {}
extension Person.Role: FieldValue {}
extension School.Policy: FieldValue {}
