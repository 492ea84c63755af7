import EventSourcing
import Foundation
import TestSupport
import Testing

/// Pages of which the next one is made while the last one is used.
@Suite(.timeLimit(.minutes(5))) struct PagesAheadTests {
    private let source = CountedPages((1...20).map { Self.event(at: Position($0)) })

    private static func event(at position: Position) -> Recorded<EncodedEvent> {
        Recorded(
            tenant: TenantID(UUID()), position: position,
            stream: StreamName(category: "sample", id: UUID()), version: 1,
            event: EncodedEvent(type: "sample.event", schema: 1, data: Array("{}".utf8)),
            occurredAt: Timestamp(microseconds: 0), recordedAt: Timestamp(microseconds: 0),
            commandID: CommandID(UUID()), commandIndex: 0,
            actor: Actor(capacity: .operator, via: .terminal), correlation: CommandID(UUID()))
    }

    @Test func `they come in their order, and one of them is made ahead`() async throws {
        var positions: [Position] = []
        for try await page in source.pages.readingAhead {
            positions += page.map(\.position)
            let made = min(positions.count + 1, 20)
            try await waitWhile { source.count < made }
            #expect(source.count == made)
        }
        #expect(positions == (1...20).map { Position($0) })
    }

    @Test func `whoever asks behind the last one is told so again`() async throws {
        var pages = source.pages.readingAhead.makeAsyncIterator()
        while try await pages.next() != nil {}
        #expect(try await pages.next() == nil)
    }

    @Test func `a reader who is cancelled ends the making`() async throws {
        let reading = Task {
            var pages = source.pages.readingAhead.makeAsyncIterator()
            _ = try await pages.next()
            withUnsafeCurrentTask { $0?.cancel() }
            // The second one may have been made before.
            _ = try await pages.next()
            _ = try await pages.next()
        }
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(source.count <= 2)
    }
}
