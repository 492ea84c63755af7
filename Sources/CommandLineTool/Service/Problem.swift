import EventSourcing
import Foundation

/// A refusal as RFC 9457 and the service word it.
struct Problem: Decodable {
    let title: String?
    let detail: String?
    let code: String?
    /// The sentence of the rule that says no.
    let rule: String?
    /// What would make it pass.
    let remedy: String?
    let errors: [Fault]?
    let currentVersion: Int?
    let since: [String]?
    /// What hangs on a decision that is to be undone.
    let dependents: [Dependent]?

    struct Dependent: Decodable {
        let version: Int
        let type: String
        let round: Int?
        let board: Int?

        var inWords: String {
            let place = [round.map { "round \($0)" }, board.map { "board \($0)" }]
            return (["@\(version)", type] + place.compactMap { $0 }).joined(separator: " ")
        }
    }

    struct Fault: Decodable {
        let pointer: String?
        let code: String?
        /// What would be right.
        let expected: String?
    }

    /// - Throws: `DecodingError` for what is no problem document.
    init(_ document: JSONValue) throws {
        self = try JSONDecoder().decode(Self.self, from: JSONEncoder.canonical.encode(document))
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
        for fault in errors ?? [] {
            let words = [fault.pointer, fault.code, fault.expected.map { "expected \($0)" }]
            parts.append(words.compactMap { $0 }.joined(separator: ": "))
        }
        if let currentVersion {
            let missed = since?.joined(separator: ", ") ?? ""
            parts.append(
                "it is at version \(currentVersion)" + (missed.isEmpty ? "" : "; missed: \(missed)")
            )
        }
        parts += (dependents ?? []).map(\.inWords)
        return parts.isEmpty ? nil : parts.joined(separator: "\n          ")
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
