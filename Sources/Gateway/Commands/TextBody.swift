import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird

/// A command whose longest field may come as the body itself, and the others in the query.
struct TextBody: Sendable {
    /// The field that the body is.
    let field: String
    /// Beside JSON.
    let mediaTypes: [String]
    /// What the query may hold: an object's members stand in it by their own names, a list's
    /// elements with commas between.
    let fields: [Field]

    /// - Returns: Nothing where the request's body is none of these.
    func accepts(_ request: Request) -> Bool {
        let type = (request.headers[.contentType] ?? "").split(separator: ";").first ?? ""
        return mediaTypes.contains(type.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// The command's data.
    ///
    /// - Parameter query: Of fields that the endpoint knows.
    func data(_ bytes: [UInt8], _ query: QueryText) -> JSONValue {
        var data: [String: JSONValue] = [field: .string(ReportText.decode(bytes))]
        for field in fields { data[field.name] = field.value(in: query) }
        return .object(data)
    }
}

/// A report file's bytes as text.
package enum ReportText {
    /// UTF-8, or else Latin-1, which older programs write; lines end as they do here.
    package static func decode(_ bytes: some Collection<UInt8>) -> String {
        let data = Data(bytes)
        let text =
            String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) ?? ""
        let body = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        return body.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}

extension CommandRoute {
    /// How the command comes as plain text; nothing for those that are JSON alone.
    var textBody: TextBody? {
        guard schema.type == "tournament.import-report" else { return nil }
        return TextBody(
            field: "report", mediaTypes: ["text/plain", "application/vnd.fide.trf"],
            fields: bodyFields.filter { $0.name != "report" })
    }
}

extension Field {
    /// The field as JSON has it; nothing where the query does not name it.
    fileprivate func value(in query: QueryText) -> JSONValue? {
        switch type {
        case .object(let members):
            let values = members.reduce(into: [String: JSONValue]()) { values, member in
                values[member.name] = member.value(in: query)
            }
            return values.isEmpty ? nil : .object(values)
        case .list:
            return query[name].map { text in
                .array(text.split(separator: ",").map { .string(String($0)) })
            }
        case .integer:
            // What is no number stays text, which the field's form refuses.
            return query[name].map { text in Int64(text).map { .integer($0) } ?? .string(text) }
        default: return query[name].map { .string($0) }
        }
    }
}

extension [Field] {
    /// As parameters of an address: objects by their members.
    var inQuery: [Field] {
        flatMap { field -> [Field] in
            if case .object(let members) = field.type { members } else { [field] }
        }.map { .optional($0.name, $0.type, "With a text as the body.") }
    }
}
