import Catalog
import Directory
import EventSourcing
import Foundation
import Testing

@testable import Benchmarks

@Test func `what the peers write is an event of ours, byte for byte`() throws {
    let event = try EventCodec.catalog.encode(Declaration.event(turn: 0, run: 0))
    #expect(String(decoding: event.data, as: UTF8.self) == Declaration.json)
    #expect(event.type == "directory.interests-declared")
    #expect(abs(event.data.count - 200) <= 5)
}

@Test func `no declaration says what the one before it has said`() {
    for run in 0..<20 {
        #expect(Declaration.event(turn: 0, run: run) != Declaration.event(turn: 1, run: run))
        for (last, next) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            #expect(
                Declaration.event(turn: last, run: run)
                    != Declaration.event(turn: next, run: run + 1))
        }
    }
}

@Test func `both decoders read the same bytes as the same events`() throws {
    let mix = try EventMix(30)
    let decoder = JSONDecoder()
    for (number, event) in mix.events.enumerated() {
        let ours = try EventCodec.catalog.decode(mix.encoded[number])
        switch (event, ours) {
        case (.person(let event), .person(let decoded)):
            #expect(decoded == event)
            #expect(try decoder.decode(Person.Event.self, from: mix.whole[number].json) == event)
        case (.club(let event), .club(let decoded)):
            #expect(decoded == event)
        case (.person, _), (.club, _):
            Issue.record("\(ours) is not what was encoded")
        }
    }
}

@Test func `a parallel map gives each result once`() async throws {
    let results = try await inParallel(Array(0..<100), width: 7) { $0 * 2 }
    #expect(results.sorted() == (0..<100).map { $0 * 2 })
}
