import Catalog
import EventSourcing
import Vocabulary

/// Hands a seat that has become free to whoever waits next, and lapses offers by the clock.
package struct SeatOffers: Policy {
    package static let name = "seat-offers"

    package init() {}

    package func react(to recorded: Recorded<DomainEvent>) -> [Reaction] { [] }
}
