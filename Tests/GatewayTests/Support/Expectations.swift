import EventSourcing
import Foundation
import TestSupport
import Testing

extension TestAnswer {
    /// Ends the test where the answer is another, and shows it.
    @discardableResult
    func expect(
        _ expected: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> TestAnswer {
        try #require(status == expected, "\(self)", sourceLocation: sourceLocation)
        return self
    }

    /// A refusal in full: status, code, the page that explains it, the rule and the remedy.
    func expectProblem(
        _ expected: Int, _ expectedCode: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(status == expected, "\(self)", sourceLocation: sourceLocation)
        #expect(
            self[header: "Content-Type"] == "application/problem+json",
            sourceLocation: sourceLocation)
        let json = try json
        #expect(json["code"] == .string(expectedCode), "\(self)", sourceLocation: sourceLocation)
        #expect(json["status"] == .integer(Int64(expected)), sourceLocation: sourceLocation)
        #expect(
            json["type"] == .string("/problems/" + expectedCode), sourceLocation: sourceLocation)
        for member in ["title", "detail", "rule", "remedy"] {
            #expect(
                json[member]?.string?.isEmpty == false, "\(member) of \(self)",
                sourceLocation: sourceLocation)
        }
    }

    /// The types of a command's events.
    var eventTypes: [String] {
        guard case .array(let events)? = try? json["events"] else { return [] }
        return events.compactMap { $0["type"]?.string }
    }

    /// The items of a list.
    var items: [JSONValue] {
        guard case .array(let items)? = try? json["items"] else { return [] }
        return items
    }

    /// The position behind a write.
    var position: Int? { self[header: "Clubs-Position"].flatMap(Int.init) }
}

extension JSONValue {
    /// The members of both objects; the other's where both have one.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return self }
        return .object(mine.merging(theirs) { $1 })
    }

    init(id: String) { self = .string(id) }

    var integer: Int? {
        guard case .integer(let number) = self else { return nil }
        return Int(number)
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var members: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }
}

/// Does the work for all elements at once; the results come in their order.
func inParallel<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ work: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        for (index, element) in elements.enumerated() {
            group.addTask { (index, try await work(element)) }
        }
        var results: [(Int, Result)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// An id that nothing has.
func newID() -> String { UUID().uuidString.lowercased() }

/// A moment so many seconds from now, as the API writes it.
func moment(in seconds: Double) -> JSONValue {
    .string(Date().addingTimeInterval(seconds).ISO8601Format())
}
