import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import Testing

/// `Fixtures/events.ndjson` holds a line for each event as it was first written, and only grows.
@Suite("Events as they were first written") struct FixtureTests {
    private struct Line: Decodable {
        let type: String
        let schema: Int
        let data: JSONValue
    }

    private static func events() throws -> [EncodedEvent] {
        let file = try #require(
            Bundle.module.url(forResource: "Fixtures/events", withExtension: "ndjson"))
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { text in
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            return EncodedEvent(
                type: line.type, schema: line.schema,
                data: Array(try JSONEncoder.canonical.encode(line.data)))
        }
    }

    private func encode(_ event: DomainEvent) throws -> EncodedEvent {
        switch event {
        case .school(let event): try EventCodec.catalog.encode(event)
        case .person(let event): try EventCodec.catalog.encode(event)
        case .club(let event): try EventCodec.catalog.encode(event)
        }
    }

    @Test func `every line decodes for ever, and nothing in it is lost`() throws {
        for line in try Self.events() {
            let written = try encode(EventCodec.catalog.decode(line))
            // An older shape is upcast, and comes back in the newer one.
            if written.schema == line.schema { #expect(written == line, "\(line.type)") }
        }
    }

    @Test func `every event has a line`() throws {
        let written = Set(try Self.events().map(\.type))
        let known = DomainEvent.Family.allCases.flatMap(\.wireNames)
        #expect(Set(known).subtracting(written).sorted() == [])
        #expect(known.count == Set(known).count, "one name, one event")
    }

    @Test func `a name of nobody's leads nowhere`() {
        #expect(DomainEvent.Family(wireName: "club.exploded") == nil)
        #expect(DomainEvent.Family(wireName: "club.founded") == .club)
    }
}
