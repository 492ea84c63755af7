import EventSourcing
import EventStorage
import ReadModels
import ServiceLifecycle
import Synchronization

/// A topic's newest events for all who watch it: read from the log once, and kept in a ring from
/// which each viewer takes at their own pace.
///
/// Nobody waits for anybody else, and memory does not grow with the number of viewers: who has
/// fallen behind the ring reads the log until they are back in it.
final class TopicFeed: Sendable {
    /// How many events are read from the log at a time.
    static let pageLimit = 100
    /// How long a feed looks away when nothing wakes it.
    static let pollInterval = Duration.seconds(1)

    let topic: Topic
    private let start: Position
    private let onWriting: @Sendable () -> Void
    private let state: Mutex<State>

    private struct State {
        var ring: TopicRing
        /// Nothing until it is known what has been a draft up to the ring's beginning.
        var drafts: TopicDrafts?
        /// The last event that may have changed who sees the topic.
        var rights = Position.start
        var waiters: [Int: Waiter] = [:]
        var nextKey = 0
        var isEnded = false

        func hasNoNews(after position: Position) -> Bool {
            drafts == nil || ring.events(after: position)?.isEmpty == true
        }
    }

    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    /// What there is for a viewer.
    enum News: Sendable {
        /// Behind where they stand, and where rights have changed last; none where nothing came
        /// within the time.
        case events([StreamedEvent], rights: Position)
        /// The ring begins only behind this position.
        case gap(through: Position)
        case ended
    }

    /// - Parameters:
    ///   - head: Where the log stands; the feed begins a page earlier, for those who come back.
    ///   - onWriting: Is called whenever an event is written in one form for the first time.
    init(_ topic: Topic, head: Position, onWriting: @escaping @Sendable () -> Void) {
        self.topic = topic
        self.onWriting = onWriting
        start = Position(max(0, head.value - Self.pageLimit))
        state = Mutex(State(ring: TopicRing(behind: start)))
    }

    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Follows the log until the task is cancelled, the log cannot be read, or a failover has lost
    /// what was read; then everybody's stream ends, and their next one tells them why.
    ///
    /// - Parameter interval: How often it looks whose time is over.
    @concurrent func run(
        _ log: PostgresLog, _ projections: ProjectionRunner, every interval: Duration
    ) async throws {
        defer { end() }
        let drafts = try await TopicDrafts(of: topic, through: start, in: log)
        state.withLock { $0.drafts = drafts }
        wake { _ in true }
        var mark: EventMark?
        while !Task.isCancelled {
            let known = await log.watermarks.position(of: topic.tenant)
            let page =
                if let mark {
                    try await log.read(topic.tenant, behind: mark, limit: Self.pageLimit)
                } else {
                    try await log.read(
                        topic.tenant, after: start, types: nil, limit: Self.pageLimit)
                }
            // Rights as they are behind these events: whom they shut out, they are not told.
            if let last = page.last(where: concerns),
                await !projections.reached(topic.tenant, last.position, within: interval)
            {
                wake { $0.deadline <= .now }
                continue
            }
            try publish(page)
            mark = page.last?.mark ?? mark
            if page.count < Self.pageLimit {
                let position = mark?.position ?? start
                // What was known before and is not there has been lost, and is not waited for.
                await log.watermarks.correct(topic.tenant, from: known, to: position)
                _ = await log.watermarks.wait(
                    for: topic.tenant, toReach: position.next, atMost: interval)
            }
            wake { $0.deadline <= .now }
        }
    }

    /// Waits until there is something behind `position`, the time is over, or the service ends.
    func news(after position: Position, until deadline: ContinuousClock.Instant) async -> News {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { continuation in
                    let isToWait = state.withLock { state in
                        guard !state.isEnded, state.hasNoNews(after: position),
                            !Task.isCancelled, !Task.isShuttingDownGracefully
                        else { return false }
                        state.waiters[key] = Waiter(
                            deadline: deadline, continuation: continuation)
                        return true
                    }
                    if !isToWait { continuation.resume() }
                }
            } onGracefulShutdown: {
                self.wake(key)
            }
        } onCancel: {
            wake(key)
        }
        return state.withLock { state in
            if state.isEnded { return .ended }
            guard state.drafts != nil else { return .events([], rights: state.rights) }
            guard let events = state.ring.events(after: position) else {
                return .gap(through: state.ring.floor)
            }
            return .events(events, rights: state.rights)
        }
    }

    private func concerns(_ event: Recorded<EncodedEvent>) -> Bool {
        event.stream == topic.stream || topic.mayChangeRights(event)
    }

    /// Whether an event happened to a draft of a round; for those that the feed has gone by.
    func isOfDraft(_ position: Position) -> Bool {
        state.withLock { $0.drafts?.contains(position) ?? true }
    }

    private func publish(_ page: [Recorded<EncodedEvent>]) throws {
        let own = page.filter { $0.stream == topic.stream }
        try state.withLock { state in
            for event in own {
                let isOfDraft = try state.drafts?.append(event) ?? true
                state.ring.append(
                    StreamedEvent(event, isOfDraft: isOfDraft, onWriting: onWriting))
            }
            if let last = page.last(where: topic.mayChangeRights) { state.rights = last.position }
        }
        if !own.isEmpty { wake { _ in true } }
    }

    private func end() {
        state.withLock { $0.isEnded = true }
        wake { _ in true }
    }

    private func wake(_ key: Int) {
        state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume()
    }

    private func wake(_ isReady: (Waiter) -> Bool) {
        let ready = state.withLock { state in
            let ready = state.waiters.filter { isReady($0.value) }
            for key in ready.keys { state.waiters[key] = nil }
            return ready.values
        }
        for waiter in ready { waiter.continuation.resume() }
    }
}
