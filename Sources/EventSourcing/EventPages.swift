/// A tenant's events as an asynchronous sequence of pages, each bounded, in order, and never empty.
///
/// Who leaves the loop lets go of what the pages came from.
package struct EventPages: AsyncSequence, Sendable {
    package typealias Element = [Recorded<EncodedEvent>]

    private let makeSource: @Sendable () -> any EventPageSource

    package init(_ makeSource: @escaping @Sendable () -> any EventPageSource) {
        self.makeSource = makeSource
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var source: any EventPageSource

        package mutating func next() async throws -> Element? {
            try await source.next()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: makeSource())
    }
}

/// Where the pages come from: one `COPY` after the other, or one read after the other.
package protocol EventPageSource {
    /// The next page, never empty; nothing behind the last.
    mutating func next() async throws -> EventPages.Element?
}

extension EventLog {
    /// Reads page by page; a log that has a faster way brings its own.
    package func stream(
        _ tenant: TenantID, after position: Position, through end: Position, types: Set<String>?
    ) -> EventPages {
        EventPages {
            ReadPages(log: self, tenant: tenant, types: types, position: position, end: end)
        }
    }
}

private struct ReadPages: EventPageSource {
    /// Events read at a time.
    static let pageLimit = 1000

    let log: any EventLog
    let tenant: TenantID
    let types: Set<String>?
    var position: Position
    let end: Position

    mutating func next() async throws -> EventPages.Element? {
        guard position < end else { return nil }
        let page = try await log.read(
            tenant, after: position, types: types, limit: Self.pageLimit)
        let wanted = page.prefix { $0.position <= end }
        position = page.count < Self.pageLimit ? end : page.last?.position ?? end
        return wanted.isEmpty ? nil : Array(wanted)
    }
}
