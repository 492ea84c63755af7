import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import JSONCoding
import Testing
import Tournaments
import Vocabulary

/// `Fixtures/events.ndjson` holds a line for each event as it was first written, and only grows.
@Suite("Events as they were first written") struct FixtureTests {
    private struct Line: Decodable {
        let type: String
        let schema: Int
        let data: JSONValue
    }

    static func events() throws -> [EncodedEvent] {
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
        case .tournament(let event): try EventCodec.catalog.encode(event)
        }
    }

    @Test func `every line decodes for ever, and nothing in it is lost`() throws {
        for line in try Self.events() {
            let written = try encode(EventCodec.catalog.decode(line))
            // An older shape is upcast, and comes back in the newer one.
            if written.schema == line.schema { #expect(written == line, "\(line.type)") }
        }
    }

    @Test func `every event has a line in the shape that is written now`() throws {
        let lines = Set(try Self.events().map { Shape(type: $0.type, schema: $0.schema) })
        for line in try Self.events() {
            let written = try encode(EventCodec.catalog.decode(line))
            #expect(lines.contains(Shape(type: written.type, schema: written.schema)))
        }
    }

    private struct Shape: Hashable {
        let type: String
        let schema: Int
    }

    @Test func `a founding is the same in the old shape and in the new`() throws {
        let foundings = try Self.events().filter { $0.type == "club.founded" }
        #expect(foundings.map(\.schema) == [1, 2])
        let decoded = try foundings.map { try EventCodec.catalog.decode($0, as: Club.Event.self) }
        #expect(decoded[0] == decoded[1])
        guard case .founded(let charter) = decoded[0] else {
            Issue.record("\(decoded[0])")
            return
        }
        #expect(charter.slug.text == "chess-club" && charter.capacity == 20)
        #expect(charter.profile.joinPolicy == .approval && charter.profile.groups == ["blue-team"])
    }

    @Test(arguments: [#"{"slug":"chess"}"#, #"{"profile":"chess"}"#, "[]"])
    func `a founding that is not of its shape is refused`(data: String) {
        let event = EncodedEvent(type: "club.founded", schema: 1, data: Array(data.utf8))
        #expect(throws: UnreadableEvent.self) { try EventCodec.catalog.decode(event) }
    }

    @Test func `every event has a line`() throws {
        let written = Set(try Self.events().map(\.type))
        let known = DomainEvent.Family.allCases.flatMap(\.wireNames)
        #expect(Set(known).subtracting(written).sorted() == [])
        #expect(known.count == Set(known).count, "one name, one event")
    }

    @Test func `every event is written byte for byte as Foundation would`() throws {
        for line in try Self.events() {
            switch try EventCodec.catalog.decode(line) {
            case .school(let event): try expectSame(event)
            case .person(let event): try expectSame(event)
            case .club(let event): try expectSame(event)
            case .tournament(let event): try expectSame(event)
            }
        }
    }

    private func expectSame(_ event: some EventFamily) throws {
        #expect(
            String(decoding: try CanonicalJSON.encode(event), as: UTF8.self)
                == String(decoding: try JSONEncoder.canonical.encode(event), as: UTF8.self))
    }

    @Test func `a direct reader reads as Codable does, whatever is wrong`() throws {
        var direct = Set<String>()
        for line in try Self.events() {
            if try expectSameReading(line, of: Club.Event.self) { direct.insert(line.type) }
            if try expectSameReading(line, of: Person.Event.self) { direct.insert(line.type) }
        }
        #expect(
            direct == [
                "club.join-requested", "club.member-joined", "club.member-left",
                "directory.interests-declared",
            ])
    }

    /// - Returns: Whether the family has a direct reader for the type.
    private func expectSameReading<Event: EventFamily>(
        _ line: EncodedEvent, of family: Event.Type
    ) throws -> Bool {
        guard let read = family.directReader(of: line.type) else { return false }
        for data in try mutants(of: line.data) {
            let direct = Result { try read(JSONFields(data)) }
            let codable = Result {
                try JSONDocument(data, within: [line.type]).decode(Event.self)
            }
            #expect(
                (try? direct.get()) == (try? codable.get()),
                "\(String(decoding: data, as: UTF8.self))")
        }
        #expect((try? read(JSONFields(line.data))) != nil)
        return true
    }

    /// The data itself, without each of its keys, and with other values behind each.
    private func mutants(of data: [UInt8]) throws -> [[UInt8]] {
        guard case .object(let members) = JSONValue(try JSONDocument(data)) else { return [data] }
        var mutants = [data, Array("[]".utf8), Array("{".utf8)]
        for key in members.keys {
            for value: JSONValue? in [
                nil, .null, .number(1), .string("no"), .array([]), .array([.number(1)]),
                .array([.string("chess"), .string("No")]), .object([:]),
            ] {
                var changed = members
                changed[key] = value
                mutants.append(try CanonicalJSON.encode(JSONValue.object(changed)))
            }
        }
        return mutants
    }

    @Test func `a name of nobody's leads nowhere`() {
        #expect(DomainEvent.Family(wireName: "club.exploded") == nil)
        #expect(DomainEvent.Family(wireName: "club.founded") == .club)
    }
}
