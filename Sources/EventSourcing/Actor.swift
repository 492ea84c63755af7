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
        // By hand, because each row read costs one; whatever is written otherwise is left to Swift.
        self = try Actor(canonical: json) ?? JSONDocument(json).decode()
    }

    /// As `CanonicalJSON` writes it; by hand, because each event of the log has one.
    package var json: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(160)
        func add(_ key: StaticString, _ value: String) {
            text += UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
            text += value.utf8
        }
        add(#"{"capacity":""#, capacity.rawValue)
        if let onBehalfOf { add(#"","onBehalfOf":""#, onBehalfOf.description) }
        if let person { add(#"","person":""#, person.description) }
        add(#"","via":""#, via.rawValue)
        text += #""}"#.utf8
        return text
    }

    /// Reads what `json` writes, and nothing else.
    private init?(canonical json: [UInt8]) {
        let actor = json.withUnsafeBufferPointer { bytes -> Actor? in
            var text = CanonicalText(rest: bytes)
            guard text.take(#"{"capacity":""#),
                let capacity = text.word().flatMap(Capacity.init(rawValue:))
            else { return nil }
            let onBehalfOf = text.take(#"","onBehalfOf":""#) ? text.id() : .some(nil)
            let person = text.take(#"","person":""#) ? text.id() : .some(nil)
            guard let onBehalfOf, let person, text.take(#"","via":""#),
                let via = text.word().flatMap(Via.init(rawValue:)), text.take(#""}"#),
                text.rest.isEmpty
            else { return nil }
            return Actor(person: person, capacity: capacity, onBehalfOf: onBehalfOf, via: via)
        }
        guard let actor else { return nil }
        self = actor
    }
}

/// A text that is taken apart from its front.
private struct CanonicalText {
    var rest: UnsafeBufferPointer<UInt8>

    private mutating func drop(_ count: Int) {
        rest = UnsafeBufferPointer(rebasing: rest[count...])
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard rest.count >= count,
            rest.prefix(count).elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: count))
        else { return false }
        drop(count)
        return true
    }

    /// What stands before the next quote.
    mutating func word() -> String? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { drop(end) }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// A person, or nothing at all where there is no UUID.
    mutating func id() -> PersonID?? {
        guard rest.count >= UUID.textLength,
            let id = UUID(utf8: UnsafeBufferPointer(rebasing: rest[..<UUID.textLength]))
        else { return nil }
        drop(UUID.textLength)
        return .some(PersonID(id))
    }
}
