import EventSourcing

/// A tenant's events between two positions, page by page, oldest first.
struct LogPages<Log: EventLog>: AsyncSequence {
    /// How many events are read at a time.
    static var pageLimit: Int { 1000 }

    fileprivate let log: Log
    fileprivate let tenant: TenantID
    fileprivate let start: Position
    fileprivate let end: Position
    fileprivate let types: Set<String>?

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let pages: LogPages
        fileprivate var position: Position

        mutating func next() async throws -> [Recorded<EncodedEvent>]? {
            guard position < pages.end else { return nil }
            let page = try await pages.log.read(
                pages.tenant, after: position, types: pages.types, limit: pageLimit
            ).filter { $0.position <= pages.end }
            position = page.last?.position ?? pages.end
            return page.isEmpty ? nil : page
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: self, position: start) }
}

extension EventLog {
    /// The events from behind `start` through `end`; of the given types where any are given.
    func pages(
        of tenant: TenantID, after start: Position, through end: Position, types: Set<String>?
    ) -> LogPages<Self> {
        LogPages(log: self, tenant: tenant, start: start, end: end, types: types)
    }
}
