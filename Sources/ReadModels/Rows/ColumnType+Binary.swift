import EventSourcing
import Foundation
import PostgreSQL

extension ColumnType {
    /// Appends a value in the server's binary form; the commonest types without JSON in between.
    ///
    /// - Returns: Whether there is a value; for null nothing is appended.
    /// - Throws: `UnfitValue` where the value is none of this type.
    func append(_ value: some Encodable, to bytes: inout [UInt8]) throws -> Bool {
        if try appendPlain(value, to: &bytes) { return true }
        let field = try self.value(of: RowEncoder.value(of: value))
        guard !field.isNull else { return false }
        try field.encode(into: &bytes)
        return true
    }

    /// - Returns: Whether the value is of a type that is known here.
    private func appendPlain(_ value: some Encodable, to bytes: inout [UInt8]) throws -> Bool {
        if let plain = value as? any ColumnConvertible {
            switch (self, plain.columnValue) {
            case (.uuid, .uuid(let uuid)): uuid.encode(into: &bytes)
            case (.text, .text(let text)): try text.encode(into: &bytes)
            case (.bigint, .integer(let number)): number.encode(into: &bytes)
            case (.boolean, .flag(let isTrue)): isTrue.encode(into: &bytes)
            default: return false
            }
            return true
        }
        switch self {
        case .bigint:
            guard let position = value as? Position else { return false }
            position.value.encode(into: &bytes)
        case .timestamp:
            guard let time = value as? Timestamp else { return false }
            try time.encode(into: &bytes)
        case .jsonb:
            guard let actor = value as? Actor else { return false }
            JSONB(bytes: actor.json).encode(into: &bytes)
        case .uuid, .text, .boolean, .date, .texts, .uuids:
            return false
        }
        return true
    }
}

extension UnfitValue {
    /// A value that is none of a column's type.
    static func none(of type: ColumnType) -> UnfitValue {
        UnfitValue(reason: "no \(type.rawValue)", sqlState: "22P02")
    }
}
