import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird
import ReadModels
import Vocabulary

/// What a question asks beside its address: about when, how fresh, which page.
struct ReadRequest: Sendable {
    /// A past answer is final once its moment is this old; the clocks of writers differ by less.
    static let settlingTime = Duration.seconds(60)

    let moment: Moment
    let mode: LookBack
    let page: PageRequest
    private let query: QueryText

    /// Waits until the read models show what the caller has seen.
    ///
    /// - Parameter lookBack: The way of looking back where none is named; nothing for facts that
    ///   are never corrected.
    /// - Throws: `Problem`.
    init(
        _ request: Request, tenant: TenantID, parts: GatewayParts, lookBack: LookBack? = nil
    ) async throws {
        let query = try QueryText(request.uri.query ?? "")
        self.query = query
        moment = try query.moment
        mode = try query.mode(lookBack)
        do {
            page = try PageRequest(
                limit: try query.integer("limit") ?? PageRequest.standardLimit,
                cursor: try query["cursor"].map { try Cursor($0) })
        } catch let failure as QueryFailure {
            throw Problem(failure)
        }
        if let position = try request.leastPosition {
            try await parts.awaitReadModels(of: tenant, position)
        }
    }

    subscript(name: String) -> String? { query[name] }

    /// - Throws: `Problem` `invalid`.
    func integer(_ name: String, in bounds: ClosedRange<Int>) throws -> Int? {
        guard let value = try query.integer(name) else { return nil }
        guard bounds.contains(value) else {
            throw Problem(invalid: [.init(outside: bounds, field: "/\(name)")])
        }
        return value
    }

    /// A value of one of the domain's words.
    ///
    /// - Throws: `Problem` `invalid`.
    func value<Value>(_ name: String, _ read: (String) -> Value?, _ expected: String) throws
        -> Value?
    {
        guard let text = query[name] else { return nil }
        guard let value = read(text) else {
            throw Problem(invalid: [.init("/\(name)", .malformed, expected: expected)])
        }
        return value
    }

    /// The headers of an answer that was true at `position`.
    func headers(at position: Position, now: Timestamp) -> HTTPFields {
        var headers = HTTPFields()
        headers[AnswerHeader.clubsPosition.fieldName] = position.description
        switch moment {
        case .now: break
        case .position: headers[AnswerHeader.clubsAsOf.fieldName] = "@\(position)"
        case .time: headers[AnswerHeader.clubsAsOf.fieldName] = "@\(position)"
        }
        if isFinal(now) { headers[.cacheControl] = Self.finalAnswer }
        return headers
    }

    /// Whether nothing that happens any more changes the facts of the answer.
    private func isFinal(_ now: Timestamp) -> Bool {
        // What is corrected later changes what was effective then.
        guard mode == .recorded else { return false }
        return switch moment {
        case .now: false
        case .position: true
        case .time(let time): time.advanced(by: Self.settlingTime) <= now
        }
    }

    /// Not for ever: names and rights are today's, and may be gone tomorrow.
    private static let finalAnswer = "private, max-age=300, immutable"
}

/// The query of an address, with each name once.
struct QueryText: Sendable {
    private let values: [String: String]

    /// - Throws: `Problem` `bad-request` for what cannot be read.
    init(_ text: String) throws {
        var values: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = pair.map { $0.replacing("+", with: "%2B").removingPercentEncoding }
            guard let name = decoded[0], let value = decoded.count > 1 ? decoded[1] : "",
                value.isPlainText(isMultiline: false), values[name] == nil
            else { throw Problem(.badRequest, "the query of the address cannot be read") }
            values[name] = value
        }
        self.values = values
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    var names: [String] { values.keys.sorted() }

    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func integer(_ name: String) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let value = Int(text) else {
            throw Problem(invalid: [.init("/\(name)", .malformed, expected: "a whole number")])
        }
        return value
    }

    func position(_ name: String) throws -> Position? {
        try integer(name).map { Position($0) }
    }

    /// `asOf`, as a time or as `@position`.
    ///
    /// - Throws: `Problem` `bad-as-of`.
    var moment: Moment {
        get throws {
            guard let text = self["asOf"] else { return .now }
            if text.hasPrefix("@"), let position = Int(text.dropFirst()), position >= 0 {
                return .position(Position(position))
            }
            guard let time = Timestamp(text) else { throw Problem(.badAsOf) }
            return .time(time)
        }
    }

    /// - Parameter standard: Nothing for facts that are never corrected.
    /// - Throws: `Problem` `bad-mode`.
    func mode(_ standard: LookBack?) throws -> LookBack {
        guard let text = self["mode"] else { return standard ?? .recorded }
        guard let mode = LookBack(rawValue: text) else {
            throw Problem(.badMode, "\(text) is neither recorded nor effective")
        }
        guard mode == .recorded || standard != nil else {
            throw Problem(.badMode, "these facts are never corrected: their one mode is recorded")
        }
        return mode
    }
}

extension Request {
    /// `Clubs-At-Least`.
    var leastPosition: Position? {
        get throws {
            guard let text = headers[RequestHeader.clubsAtLeast.fieldName] else { return nil }
            guard let position = Int(text), position >= 0 else {
                throw Problem(.badRequest, "Clubs-At-Least is a position such as 10234")
            }
            return Position(position)
        }
    }
}
