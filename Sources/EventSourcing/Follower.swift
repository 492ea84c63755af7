/// A tenant's log as an endless sequence of pages, each in order and behind the one before.
///
/// While a page is worked on, the next one is read; there is never more than one ahead. At the
/// log's end it wakes when the log tells that it has grown, and looks by itself in case that was
/// lost.
package struct Follower: AsyncSequence, Sendable {
    package static let pageLimit = 500
    package static let pollInterval = Duration.seconds(1)

    let log: any EventLog
    let tenant: TenantID
    let start: Position
    let types: Set<String>?

    package struct AsyncIterator: AsyncIteratorProtocol {
        let follower: Follower
        var position: Position
        private var ahead: PageAhead?

        fileprivate init(_ follower: Follower) {
            self.follower = follower
            position = follower.start
        }

        /// The next page, never empty; nothing once the task is cancelled.
        ///
        /// - Throws: What `EventLog.read` and `open` throw, in the page's place: those before it
        ///   have been given out, and the next call reads it again.
        package mutating func next() async throws -> [Recorded<EncodedEvent>]? {
            while !Task.isCancelled {
                if let page = try await page() { return page }
                // Asked before the page is read again: with a filter, what has been passed over by
                // then need not be read once more.
                let known = await follower.log.watermarks.position(of: follower.tenant)
                let head = try await follower.log.open(follower.tenant, commands: []).head
                if head > position {
                    if let page = try await page() { return page }
                    position = head
                }
                await follower.log.watermarks.correct(follower.tenant, from: known, to: head)
                _ = await follower.log.watermarks.wait(
                    for: follower.tenant, toReach: position.next, atMost: pollInterval)
            }
            return nil
        }

        /// The page that was read ahead, or else one that is read now; nothing if it is empty.
        private mutating func page() async throws -> [Recorded<EncodedEvent>]? {
            let ahead = ahead
            self.ahead = nil
            let page =
                if let ahead { try await ahead.value } else {
                    try await follower.page(after: position)
                }
            guard let last = page.last else { return nil }
            position = last.position
            // Behind a page that is not full there is nothing yet.
            if page.count == pageLimit { self.ahead = PageAhead(of: follower, after: position) }
            return page
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    fileprivate func page(after position: Position) async throws -> [Recorded<EncodedEvent>] {
        try await log.read(tenant, after: position, types: types, limit: Self.pageLimit)
    }
}

/// A page that is read before anybody asks for it; let go of, the reading is cancelled.
private final class PageAhead: Sendable {
    private let reading: Task<[Recorded<EncodedEvent>], any Error>

    init(of follower: Follower, after position: Position) {
        reading = Task { try await follower.page(after: position) }
    }

    deinit { reading.cancel() }

    /// Waits for it; a caller that is cancelled cancels the reading.
    var value: [Recorded<EncodedEvent>] {
        get async throws {
            try await withTaskCancellationHandler {
                try await reading.value
            } onCancel: {
                reading.cancel()
            }
        }
    }
}

extension EventLog {
    /// Follows a tenant from behind `position`, for ever; of the given types where any are given.
    package func follow(
        _ tenant: TenantID, after position: Position, types: Set<String>? = nil
    ) -> Follower {
        Follower(log: self, tenant: tenant, start: position, types: types)
    }
}
