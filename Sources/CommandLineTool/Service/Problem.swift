import EventSourcing
import Foundation

/// A refusal as RFC 9457 and the service word it.
struct Problem: Decodable {
    /// As it came.
    private let document: JSONValue

    var title: String? { document["title"]?.string }
    var detail: String? { document["detail"]?.string }
    var code: String? { document["code"]?.string }
    /// The sentence of the rule that says no.
    var rule: String? { document["rule"]?.string }
    /// What would make it pass.
    var remedy: String? { document["remedy"]?.string }

    init(_ document: JSONValue) { self.document = document }

    /// - Throws: `DecodingError` for what is no object, and so no problem document.
    init(from decoder: any Decoder) throws {
        document = try JSONValue(from: decoder)
        guard case .object = document else {
            throw DecodingError.typeMismatch(
                Self.self,
                .init(codingPath: decoder.codingPath, debugDescription: "a problem is an object"))
        }
    }

    /// The same for whoever sits at the terminal.
    func failure(status: Int) -> Failure {
        Failure(
            exitStatus(of: status), title ?? rule ?? "the service answered \(status)",
            why: explanation, remedy: remedy, code: code)
    }

    private var explanation: String? {
        var parts: [String] = []
        for text in [detail, rule] {
            if let text, text != title, !parts.contains(text) { parts.append(text) }
        }
        for fault in document["errors"]?.list ?? [] {
            let words = [
                fault["pointer"]?.string, fault["code"]?.string,
                fault["expected"]?.string.map { "expected \($0)" },
            ]
            parts.append(words.compactMap { $0 }.joined(separator: ": "))
        }
        if let version = document["currentVersion"]?.int {
            let missed = (document["since"]?.list ?? []).compactMap(\.string)
            parts.append(
                "it is at version \(version)"
                    + (missed.isEmpty ? "" : "; missed: \(missed.joined(separator: ", "))"))
        }
        parts += (document["dependents"]?.list ?? []).map(Self.dependent)
        parts += remedyValues
        return parts.isEmpty ? nil : parts.joined(separator: "\n          ")
    }

    /// What hangs on a decision that is to be undone.
    private static func dependent(_ decision: JSONValue) -> String {
        [
            decision["version"]?.cell.map { "@\($0)" }, decision["type"]?.cell,
            decision["round"]?.cell.map { "round \($0)" },
            decision["board"]?.cell.map { "board \($0)" },
        ].compactMap { $0 }.joined(separator: " ")
    }

    /// The values that the remedy speaks of in backticks.
    private var remedyValues: [String] {
        (remedy ?? "").split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
            .compactMap { name in document[name]?.cell.map { "\(name): \($0)" } }
            .filter { !$0.hasSuffix(": ") }
    }

    private func exitStatus(of status: Int) -> ExitStatus {
        switch code {
        case "invalid", "idempotency-mismatch": .usage
        // The rules that protect children answer 403, and are rules all the same.
        case "consent-missing", "minor-cannot-hold-role": .refused
        default: status == 422 ? .refused : Self.exitStatus(of: status)
        }
    }

    /// What the status alone says, where there is no problem document.
    static func exitStatus(of status: Int) -> ExitStatus {
        switch status {
        case 400, 405, 406, 408, 411, 413, 414, 415, 417, 422, 431: .usage
        case 401, 403: .notAllowed
        case 404, 410: .notFound
        case 409: .refused
        case 412, 428: .stale
        case 429, 502, 503, 504: .unreachable
        default: .bug
        }
    }
}
