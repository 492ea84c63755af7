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
        switch self {
        case .uuid:
            guard let id = value as? any ColumnConvertible, case .uuid(let uuid) = id.columnValue
            else { return false }
            uuid.encode(into: &bytes)
        case .text:
            guard let text = value as? String else { return false }
            try text.encode(into: &bytes)
        case .bigint:
            if let number = value as? Int {
                number.encode(into: &bytes)
            } else if let position = value as? Position {
                position.value.encode(into: &bytes)
            } else {
                return false
            }
        case .timestamp:
            guard let time = value as? Timestamp else { return false }
            try time.encode(into: &bytes)
        case .jsonb:
            guard let actor = value as? Actor else { return false }
            JSONB(bytes: actor.json).encode(into: &bytes)
        case .boolean, .date, .texts, .uuids:
            return false
        }
        return true
    }
}
