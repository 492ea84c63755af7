import Catalog
import EventSourcing

/// What follows from what happened, as wishes; work across streams without a transaction.
///
/// A policy sees one event and nothing else: no state, no clock. The runner gives it each event of
/// a tenant in order, carries out the reactions, and gives a command an id that derives from the
/// event, the policy and the target, so that a policy that runs twice acts once.
package protocol Policy: Sendable {
    /// Never changed once it has run: the checkpoint and the command ids derive from it.
    static var name: String { get }
    /// The wire names of the events that something may follow from; others are not even decoded.
    static var types: Set<String> { get }

    func react(to recorded: Recorded<DomainEvent>) -> [Reaction]
}

/// Every policy that runs.
package enum PolicyCatalog {
    package static let all: [any Policy] = [SeatOffers(), ResultClock()]
}
