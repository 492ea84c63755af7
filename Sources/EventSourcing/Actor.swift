import Foundation
import JSONCoding

/// Who caused an event, in which capacity, for whom, and through what.
package struct Actor: Hashable, Codable, Sendable {
    package enum Capacity: String, Codable, Sendable, CaseIterable {
        /// Somebody who is no student and has no role, in what concerns only themselves.
        case oneself
        case student, guardian, teacher, organizer, arbiter, moderator, pastoral, safeguarding
        case analyst, admin, `operator`, policy, clock, `import`
    }

    package enum Via: String, Codable, Sendable {
        case http, terminal, policy, clock, `import`
    }

    /// Nobody for an operator, a policy or the clock.
    package let person: PersonID?
    package let capacity: Capacity
    /// The child for whom a guardian acts.
    package let onBehalfOf: PersonID?
    package let via: Via

    package init(
        person: PersonID? = nil, capacity: Capacity, onBehalfOf: PersonID? = nil, via: Via
    ) {
        self.person = person
        self.capacity = capacity
        self.onBehalfOf = onBehalfOf
        self.via = via
    }
}

extension Actor {
    /// Reads an actor as every event of the log has one.
    ///
    /// - Throws: `JSONFault`, or the `DecodingError` that says what does not fit.
    package init(json: [UInt8]) throws {
        let document = try JSONDocument(json)
        // Written by hand, because each row read costs one; whatever is unusual is left to Swift.
        self = try Actor(plain: document) ?? document.decode()
    }

    /// As `CanonicalJSON` writes it; by hand, because each event of the log has one.
    package var json: [UInt8] {
        var text = #"{"capacity":""# + capacity.rawValue
        if let onBehalfOf { text += #"","onBehalfOf":""# + onBehalfOf.description }
        if let person { text += #"","person":""# + person.description }
        text += #"","via":""# + via.rawValue + #""}"#
        return Array(text.utf8)
    }

    private init?(plain document: JSONDocument) {
        guard document.kind(JSONDocument.root) == .object,
            let capacity = document.word("capacity").flatMap(Capacity.init(rawValue:)),
            let via = document.word("via").flatMap(Via.init(rawValue:)),
            let person = document.person("person"),
            let onBehalfOf = document.person("onBehalfOf")
        else { return nil }
        self.init(person: person, capacity: capacity, onBehalfOf: onBehalfOf, via: via)
    }
}

extension JSONDocument {
    fileprivate func word(_ key: String) -> String? {
        guard let node = member(key, of: Self.root), kind(node) == .string else { return nil }
        return string(node)
    }

    /// The person behind a key, or nobody; nothing at all where it is something else.
    fileprivate func person(_ key: String) -> PersonID?? {
        guard let node = member(key, of: Self.root) else { return .some(nil) }
        guard kind(node) == .string else { return nil }
        var id: UUID?
        withText(node) { id = UUID(utf8: $0) }
        return id.map { .some(PersonID($0)) }
    }
}
