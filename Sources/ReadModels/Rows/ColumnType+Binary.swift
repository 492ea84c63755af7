import EventSourcing
import PostgreSQL

extension ColumnType {
    /// Appends a value in the server's binary form, the commonest types without JSON in between.
    ///
    /// - Returns: Whether there is a value; for null nothing is appended.
    /// - Throws: `UnfitValue` where the value is none of this type.
    func append(_ value: some Encodable, to bytes: inout [UInt8]) throws -> Bool {
        guard let field = value as? any FieldValue else {
            return try appendJSON(of: value, to: &bytes)
        }
        return try field.append(as: self, to: &bytes)
    }

    /// The same, whatever type the value has.
    func appendJSON(of value: some Encodable, to bytes: inout [UInt8]) throws -> Bool {
        let field = try self.value(of: RowEncoder.value(of: value))
        guard !field.isNull else { return false }
        try field.encode(into: &bytes)
        return true
    }
}
