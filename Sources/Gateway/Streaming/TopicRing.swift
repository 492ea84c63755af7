import DequeModule
import EventSourcing

/// A topic's newest events, within bounds.
struct TopicRing: Sendable {
    /// How many events are kept.
    static let eventLimit = 512
    /// How many bytes of events are kept, as the log has them; the newest event always is.
    static let byteLimit = 4 * 1024 * 1024

    private var events: Deque<StreamedEvent> = []
    private var bytes = 0
    /// Behind it, every event of the topic is here.
    private(set) var floor: Position

    init(behind floor: Position) { self.floor = floor }

    var count: Int { events.count }

    mutating func append(_ event: StreamedEvent) {
        events.append(event)
        bytes += event.size
        while events.count > 1, events.count > Self.eventLimit || bytes > Self.byteLimit {
            let oldest = events.removeFirst()
            bytes -= oldest.size
            floor = oldest.position
        }
    }

    /// - Returns: Nothing where some are not here any more.
    /// - Complexity: O(*k*) where *k* events are new.
    func events(after position: Position) -> [StreamedEvent]? {
        guard position >= floor else { return nil }
        let known = events.lastIndex { $0.position <= position }
        return Array(events[(known.map { $0 + 1 } ?? events.startIndex)...])
    }
}
