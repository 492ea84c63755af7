import Catalog
import EventSourcing

/// A tenant's log as what its events change, page by page: read and projected here, beside the fold
/// that takes the page before.
actor FoldingPages {
    /// What some events change, in their order.
    struct Page: Sendable {
        var changes: [PositionedChanges] = []
        var end: Position
        var eventCount = 0
        /// How many rows all that has been projected makes of tournaments.
        var tournamentRowCount = 0
    }

    private var events: EventPages.AsyncIterator
    private var projection: Projection
    private let pagesTogether: Int
    private var position = Position.start
    /// Whether it ends here: behind the last event, or before one that cannot be read.
    private var hasEnded = false

    /// - Parameter pagesTogether: Pages of the log that make one of these.
    init(_ events: EventPages, _ projection: Projection, pagesTogether: Int) {
        self.events = events.makeAsyncIterator()
        self.projection = projection
        self.pagesTogether = pagesTogether
    }

    /// Gives each page to `body` while the next one is projected, and never more than that one.
    ///
    /// It ends behind the last event that can be read: whoever follows from there meets the next
    /// one again, and says what is wrong with it.
    ///
    /// - Parameter body: Returns whether it takes more than what has been projected meanwhile.
    /// - Throws: What the log or `body` throws; the other has ended then.
    nonisolated func forEach(_ body: (Page) async throws -> Bool) async throws {
        var takesMore = true
        var page = try await next()
        while let current = page {
            let isLast = !takesMore
            async let next = isLast ? nil : next()
            takesMore = try await body(current)
            page = try await next
        }
    }

    /// What the tournaments are that all of the pages have made.
    func tournaments() -> [PositionedChanges] { projection.foldedChanges() }

    /// The next page; nothing behind the last one.
    private func next() async throws -> Page? {
        var page = Page(end: position)
        for _ in 0..<pagesTogether where !hasEnded {
            if let events = try await read() {
                project(events, into: &page)
            } else {
                hasEnded = true
            }
        }
        guard page.eventCount > 0 else { return nil }
        page.end = position
        page.tournamentRowCount = projection.foldedRowCount
        return page
    }

    private func read() async throws -> [Recorded<EncodedEvent>]? {
        // An actor lends none of its state to what waits.
        var reading = events
        defer { events = reading }
        return try await reading.next()
    }

    private func project(_ events: [Recorded<EncodedEvent>], into page: inout Page) {
        for event in events {
            do {
                let changes = try projection.changes(of: event)
                page.changes.append(PositionedChanges(position: event.position, changes: changes))
            } catch {
                hasEnded = true
                return
            }
            position = event.position
            page.eventCount += 1
        }
    }
}
