import Catalog
import EventSourcing
import TestSupport
import Testing

@testable import ReadModels

/// Reading and projecting, beside whoever folds.
struct FoldingPagesTests {
    private struct Refusal: Error {}

    private func pages(_ source: CountedPages, together: Int) -> FoldingPages {
        FoldingPages(
            source.pages, Projection(.main, codec: .catalog), pagesTogether: together)
    }

    @Test(arguments: [1, 7, 1000])
    func `all events come in their order, whatever the pages are`(together: Int) async throws {
        let events = Story.everything().recorded(in: World.tenant)
        let pages = pages(CountedPages(events), together: together)
        var found: [PositionedChanges] = []
        var end = Position.start
        try await pages.forEach { page in
            #expect(page.eventCount == page.changes.count && page.eventCount <= together)
            found += page.changes
            end = page.end
            return true
        }
        var projection = Projection(.main, codec: .catalog)
        let expected = try events.map { try projection.changes(of: $0) }
        #expect(found.map(\.position) == events.map(\.position) && end == events.last?.position)
        #expect(found.map(\.changes) == expected)
        #expect(await pages.tournaments().count == projection.foldedChanges().count)
    }

    @Test func `whoever is full takes what has been projected meanwhile, and no more`()
        async throws
    {
        let source = CountedPages(Story.random(seed: 3, count: 100).recorded(in: World.tenant))
        var ends: [Position] = []
        try await pages(source, together: 10).forEach { page in
            ends.append(page.end)
            return ends.count < 3
        }
        #expect(ends == [10, 20, 30, 40])
        #expect(source.count == 40)
    }

    @Test func `an error in the fold ends the reading, which is never more than a page ahead`()
        async throws
    {
        let source = CountedPages(Story.random(seed: 4, count: 100).recorded(in: World.tenant))
        await #expect(throws: Refusal.self) {
            try await pages(source, together: 10).forEach { page in
                if page.end == 20 { throw Refusal() }
                return true
            }
        }
        #expect((20...30).contains(source.count))
    }

    @Test func `it ends before an event that cannot be read`() async throws {
        var events = Story.random(seed: 5, count: 30).recorded(in: World.tenant)
        events[14] = events[14].map { _ in
            EncodedEvent(type: "club.unheard-of", schema: 1, data: Array("{}".utf8))
        }
        var ends: [Position] = []
        try await pages(CountedPages(events), together: 10).forEach { page in
            ends.append(page.end)
            return true
        }
        #expect(ends == [10, 14])
    }
}
