extension EventPages {
    /// The same pages, of which the next one is made while the last one is used: by a task of its
    /// own, and never more than that one.
    package var readingAhead: EventPages {
        EventPages { PagesAhead(of: self) }
    }
}

/// Whoever lets go of it, or whose task is cancelled, ends the making.
private final class PagesAhead: EventPageSource {
    private let maker: PageMaker
    private var next: Task<EventPages.Element?, any Error>?

    init(of pages: EventPages) { maker = PageMaker(pages) }

    deinit { next?.cancel() }

    func next() async throws -> EventPages.Element? {
        let made = next ?? make()
        // What has failed, or ended, is asked again when somebody does.
        next = nil
        let page = try await withTaskCancellationHandler {
            try await made.value
        } onCancel: {
            made.cancel()
        }
        if page != nil { next = make() }
        return page
    }

    private func make() -> Task<EventPages.Element?, any Error> {
        // A task of its own is not cancelled with the one that makes it.
        Task { [maker, isCancelled = Task.isCancelled] in
            if isCancelled { withUnsafeCurrentTask { $0?.cancel() } }
            return try await maker.next()
        }
    }
}

private actor PageMaker {
    private var pages: EventPages.AsyncIterator

    init(_ pages: EventPages) { self.pages = pages.makeAsyncIterator() }

    func next() async throws -> EventPages.Element? {
        // An actor lends none of its state to what waits.
        var reading = pages
        defer { pages = reading }
        return try await reading.next()
    }
}
