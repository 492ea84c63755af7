import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import Vocabulary

/// Events of three types in turn, as values and as the bytes that both decoders get.
struct EventMix: Sendable {
    enum Event: Sendable {
        case person(Person.Event)
        case club(Club.Event)
    }

    /// As the log gives them.
    let encoded: [EncodedEvent]
    /// As Swift's own `Codable` writes an enum: what Foundation needs to read the same types.
    let whole: [(type: String, json: Data)]
    let events: [Event]

    init(_ count: Int) throws {
        let codec = EventCodec.catalog
        events = (0..<count).map(Self.event)
        encoded = try events.map { event in
            switch event {
            case .person(let event): try codec.encode(event)
            case .club(let event): try codec.encode(event)
            }
        }
        whole = encoded.map { event in
            (
                event.type,
                Data("{\"\(event.type)\":".utf8) + Data(event.data) + Data("}".utf8)
            )
        }
    }

    /// All of them through the house's codec.
    ///
    /// - Throws: `UnreadableEvent`.
    func decode() throws {
        for event in encoded { _ = try EventCodec.catalog.decode(event) }
    }

    /// All of them through Foundation, into the same types.
    func decodeWithFoundation() throws {
        let decoder = JSONDecoder()
        for (type, json) in whole {
            if type.hasPrefix("club.") {
                _ = try decoder.decode(Club.Event.self, from: json)
            } else {
                _ = try decoder.decode(Person.Event.self, from: json)
            }
        }
    }

    func encode() throws {
        for event in events {
            switch event {
            case .person(let event): _ = try EventCodec.catalog.encode(event)
            case .club(let event): _ = try EventCodec.catalog.encode(event)
            }
        }
    }

    func encodeWithFoundation() throws {
        let encoder = JSONEncoder.canonical
        for event in events {
            switch event {
            case .person(let event): _ = try encoder.encode(event)
            case .club(let event): _ = try encoder.encode(event)
            }
        }
    }

    private static func event(_ number: Int) -> Event {
        let (person, request) = (PersonID(UUID()), JoinRequestID(UUID()))
        return switch number % 3 {
        case 0: .person(Declaration.event(turn: number, run: number))
        case 1:
            .club(
                .joinRequested(
                    request: request, person: person, via: .directory, invite: nil, answers: nil))
        default:
            .club(
                .memberJoined(
                    person: person, request: request, via: .directory, memberNo: number))
        }
    }
}
