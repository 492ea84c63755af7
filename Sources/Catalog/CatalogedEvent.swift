import Clubs
import Directory
import EventSourcing
import Tournaments

/// An event that has its case in `DomainEvent`.
package protocol CatalogedEvent: EventFamily {
    var domainEvent: DomainEvent { get }
}

extension School.Event: CatalogedEvent {
    package var domainEvent: DomainEvent { .school(self) }
}

extension Person.Event: CatalogedEvent {
    package var domainEvent: DomainEvent { .person(self) }
}

extension Club.Event: CatalogedEvent {
    package var domainEvent: DomainEvent { .club(self) }
}

extension Tournament.Event: CatalogedEvent {
    package var domainEvent: DomainEvent { .tournament(self) }
}

extension EventCodec {
    /// Reads any event of the catalog.
    ///
    /// - Throws: `UnreadableEvent`.
    package func decode(_ encoded: EncodedEvent) throws -> DomainEvent {
        switch DomainEvent.Family(wireName: encoded.type) {
        case .school: .school(try decode(encoded, as: School.Event.self))
        case .person: .person(try decode(encoded, as: Person.Event.self))
        case .club: .club(try decode(encoded, as: Club.Event.self))
        case .tournament: .tournament(try decode(encoded, as: Tournament.Event.self))
        case nil: throw UnreadableEvent(encoded, .unknownShape)
        }
    }

    /// Every shape that the log may hold.
    package static let catalog = EventCodec(upcasters: [ClubFoundedV1()])
}
