import EventSourcing
import EventStorage
import Logging
import ReadModels
import Synchronization

/// The topics that somebody watches, each followed once however many they are.
actor StreamHub {
    private let log: PostgresLog
    private let projections: ProjectionRunner
    private let interval: Duration
    private let logger: Logger
    private var feeds: [Topic: Watched] = [:]
    private let writings = Atomic<Int>(0)

    private struct Watched {
        let feed: TopicFeed
        let task: Task<Void, Never>
        var viewers: Int
    }

    /// - Parameter interval: How often viewers are woken whose time is over.
    init(log: PostgresLog, projections: ProjectionRunner, interval: Duration, logger: Logger) {
        self.log = log
        self.projections = projections
        self.interval = interval
        self.logger = logger
    }

    /// How often an event has been written in one of its forms.
    nonisolated var writingCount: Int { writings.load(ordering: .relaxed) }

    /// The topic's feed, begun for its first viewer; each viewer leaves it again.
    ///
    /// - Parameter head: Where the log stands, or stood.
    func enter(_ topic: Topic, head: Position) -> TopicFeed {
        if let watched = feeds[topic], !watched.feed.isEnded {
            feeds[topic]?.viewers += 1
            return watched.feed
        }
        let feed = TopicFeed(topic, head: head) { [weak self] in self?.count() }
        feeds[topic] = Watched(feed: feed, task: follow(feed), viewers: 1)
        return feed
    }

    /// The last viewer's leaving ends the feed.
    func leave(_ feed: TopicFeed) {
        // One that has ended may have been replaced.
        guard let watched = feeds[feed.topic], watched.feed === feed else { return }
        feeds[feed.topic]?.viewers -= 1
        guard watched.viewers == 1 else { return }
        watched.task.cancel()
        feeds[feed.topic] = nil
    }

    private func follow(_ feed: TopicFeed) -> Task<Void, Never> {
        Task { [log, projections, interval, logger] in
            do {
                try await feed.run(log, projections, every: interval)
            } catch  where Task.isCancelled {
                // Nobody watches any more: the reading that was under way is given up.
            } catch {
                // Its viewers come back, and are told why it cannot be read.
                logger.warning(
                    "a stream's topic cannot be followed",
                    metadata: ["topic": "\(feed.topic.stream)", "reason": "\(error)"])
            }
        }
    }

    private nonisolated func count() { writings.add(1, ordering: .relaxed) }
}
