import EventSourcing
import Synchronization

/// Pages of one event each, counted as they are read; the reading fails once its task is cancelled.
package final class CountedPages: Sendable {
    private let events: [Recorded<EncodedEvent>]
    private let read = Atomic(0)

    package init(_ events: [Recorded<EncodedEvent>]) { self.events = events }

    /// How many pages have been read.
    package var count: Int { read.load(ordering: .relaxed) }

    package var pages: EventPages { EventPages { Pages(source: self) } }

    private struct Pages: EventPageSource {
        let source: CountedPages
        var next = 0

        mutating func next() async throws -> EventPages.Element? {
            try Task.checkCancellation()
            guard next < source.events.count else { return nil }
            source.read.add(1, ordering: .relaxed)
            defer { next += 1 }
            return [source.events[next]]
        }
    }
}
