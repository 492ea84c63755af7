import EventSourcing
import Foundation

extension SQL {
    /// The text with its values written into it, for the statements that take no parameters.
    ///
    /// Each value is written with its type behind it and with all that could end it doubled, so
    /// it stays one value whatever is in it. Values of types that no such statement has needed
    /// are refused.
    ///
    /// - Throws: `PostgresFailure.Code.encoding`.
    func literal() throws -> String {
        if let problem { throw refusal(problem.reason, problem.sqlState) }
        var result = ""
        var rest = text.startIndex
        var offset = 0
        for (index, marker) in markers.enumerated() {
            let length = Int(lengths[index])
            result += text[rest..<marker.lowerBound]
            result += try literal(
                of: types[index], length < 0 ? nil : bytes[offset..<offset + length])
            offset += max(0, length)
            rest = marker.upperBound
        }
        return result + text[rest...]
    }

    private func literal(of type: PostgresType, _ value: ArraySlice<UInt8>?) throws -> String {
        guard let value else { return "NULL::\(type)" }
        return try value.withUnsafeBytes { bytes in
            func read<Value: PostgresDecodable>(_: Value.Type) throws -> Value {
                try Value(decoding: bytes, of: type)
            }
            switch type {
            case .bool: return try read(Bool.self) ? "true" : "false"
            case .int2: return "'\(try read(Int16.self))'::smallint"
            case .int4: return "'\(try read(Int32.self))'::integer"
            case .int8: return "'\(try read(Int.self))'::bigint"
            case .uuid: return "'\(try read(UUID.self).uuidString)'::uuid"
            case .timestamptz: return "'\(try read(Timestamp.self))'::timestamptz"
            case .text: return quoted(literal: try read(String.self)) + "::text"
            case .int8Array:
                return array(try read([Int].self).map { "'\($0)'" }, "bigint")
            case .uuidArray:
                return array(try read([UUID].self).map { "'\($0.uuidString)'" }, "uuid")
            case .textArray:
                return array(try read([String].self).map(quoted(literal:)), "text")
            default: throw refusal("\(type) as a literal", "0A000")
            }
        }
    }

    private func array(_ elements: [String], _ type: String) -> String {
        "ARRAY[\(elements.joined(separator: ","))]::\(type)[]"
    }

    private func refusal(_ reason: String, _ sqlState: String) -> PostgresFailure {
        var failure = PostgresFailure(
            code: .encoding, message: "the statement cannot hold \(reason)", sqlState: sqlState)
        failure.statement = text
        return failure
    }
}

/// A text in quotes, as `E'…'`, whose meaning no setting of the session changes.
private func quoted(literal text: String) -> String {
    var result = " E'"
    for character in text.unicodeScalars {
        if character == "'" || character == "\\" { result.unicodeScalars.append(character) }
        result.unicodeScalars.append(character)
    }
    return result + "'"
}
