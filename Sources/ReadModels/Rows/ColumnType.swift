import EventSourcing
import Foundation
import JSONCoding
import PostgreSQL

/// The types that columns of read models have, each with the way from a row's JSON to the server's
/// binary form: a parameter of a statement and a field of a `COPY` are the same value.
package enum ColumnType: String, CaseIterable, Sendable {
    case uuid, text, bigint, boolean, date, jsonb
    case timestamp = "timestamp with time zone"
    case texts = "text[]"
    case uuids = "uuid[]"

    /// What a parameter of this type is declared as.
    var postgresType: PostgresType {
        switch self {
        case .uuid: .uuid
        case .text: .text
        case .bigint: .int8
        case .boolean: .bool
        case .date: .date
        case .jsonb: .jsonb
        case .timestamp: .timestamptz
        case .texts: .textArray
        case .uuids: .uuidArray
        }
    }

    /// - Throws: `UnfitValue` where the value is none of this type.
    func value(of json: JSONValue) throws -> any PostgresEncodable {
        switch self {
        case .uuid: try optional(json) { UUID(text: try text($0)) }
        case .text: try optional(json, text)
        case .bigint: try optional(json, integer)
        case .boolean: try optional(json, boolean)
        case .date: try optional(json) { CivilDate(try text($0)) }
        case .timestamp: try optional(json) { Timestamp(try text($0)) }
        case .texts: try optional(json) { try list($0).map(text) }
        case .uuids:
            try optional(json) { try list($0).map { try required(UUID(text: text($0))) } }
        case .jsonb: try optional(json) { JSONB(bytes: try $0.canonicalText) }
        }
    }

    private func optional<Value: PostgresEncodable>(
        _ json: JSONValue, _ read: (JSONValue) throws -> Value?
    ) throws -> Value? {
        json == .null ? nil : try required(try read(json))
    }

    private func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw UnfitValue(reason: "no \(rawValue)", sqlState: "22P02") }
        return value
    }

    private func text(_ json: JSONValue) throws -> String { try required(json.string) }

    private func integer(_ json: JSONValue) throws -> Int {
        guard case .integer(let value) = json else { return try required(nil) }
        return Int(value)
    }

    private func boolean(_ json: JSONValue) throws -> Bool {
        guard case .bool(let value) = json else { return try required(nil) }
        return value
    }

    private func list(_ json: JSONValue) throws -> [JSONValue] {
        guard case .array(let elements) = json else { return try required(nil) }
        return elements
    }
}
