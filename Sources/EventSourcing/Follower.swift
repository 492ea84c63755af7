/// A tenant's log as an endless sequence of pages, each in order and behind the one before.
///
/// It wakes when the log tells that it has grown, and looks by itself in case that was lost.
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

        /// The next page, never empty; nothing once the task is cancelled.
        package mutating func next() async throws -> [Recorded<EncodedEvent>]? {
            while !Task.isCancelled {
                let head = try await follower.log.open(follower.tenant, commands: []).head
                let page = try await follower.log.read(
                    follower.tenant, after: position, types: follower.types, limit: pageLimit)
                if let last = page.last {
                    position = last.position
                    return page
                }
                // With a filter, what was passed over need not be read again.
                position = Swift.max(position, head)
                _ = await follower.log.watermarks.wait(
                    for: follower.tenant, toReach: position.next, atMost: pollInterval)
            }
            return nil
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(follower: self, position: start)
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
