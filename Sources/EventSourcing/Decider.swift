import JSONCoding

/// One thing that decides: from its history it turns wishes into facts, or refuses them.
///
/// The conforming struct *is* the state. `decide` cannot change it and `evolve` cannot refuse, so
/// the same history gives the same state for ever.
///
/// This target is the core of the house: what an event, a stream and a log are, and a log in
/// memory. `EventStorage` keeps the same log in PostgreSQL; read on in `EventLog`.
package protocol Decider: Sendable {
    associatedtype Command: Sendable
    associatedtype Event: EventFamily
    associatedtype Rejection: Error, Equatable, Sendable

    /// The first part of its streams' names, `club` in `club-<uuid>`.
    static var category: String { get }

    /// The state before anything has happened.
    init()

    /// The events that fulfil the wish, or none where there is nothing to do.
    func decide(_ command: Command) throws(Rejection) -> [Event]

    mutating func evolve(_ event: Event)
}

/// The events of one decider: an enum whose cases encode as `{"club.member-joined": {…}}`.
@usableFromInline
package protocol EventFamily: Codable, Equatable, Sendable {
    /// Every name that its cases have on the wire.
    static var wireNames: [String] { get }

    /// The names of the cases that carry one value without a label; the value's own fields are
    /// the event's.
    static var wholeValues: Set<String> { get }

    /// Reads the fields of a type of which a log has most, as `Codable` would and in a fraction of
    /// the time; nothing for any other type.
    static func directReader(of type: String) -> ((JSONFields) throws -> Self)?
}

extension EventFamily {
    package static var wholeValues: Set<String> { [] }

    package static func directReader(of type: String) -> ((JSONFields) throws -> Self)? { nil }
}
