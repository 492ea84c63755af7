import Catalog
import EventSourcing
import EventStorage
import Tournaments

/// Which of a topic's events happened to drafts of rounds; of a club's, none.
struct TopicDrafts: Sendable {
    /// How many events are read at a time.
    private static let pageLimit = 1000

    private var drafts = Tournament.Drafts()
    /// At most as many as the topic has events; that of an event never changes.
    private var positions: Set<Position> = []

    /// Reads the topic from its first event.
    ///
    /// - Throws: What the log throws, and `UnreadableEvent` for what this program does not know.
    init(of topic: Topic, through position: Position, in log: PostgresLog) async throws {
        guard topic.stream.category == Tournament.category else { return }
        var version = 0
        while true {
            let page = try await log.read(
                topic.stream, of: topic.tenant, after: version, through: position,
                limit: Self.pageLimit)
            for event in page { try append(event) }
            guard page.count == Self.pageLimit, let last = page.last else { return }
            version = last.version
        }
    }

    func contains(_ position: Position) -> Bool { positions.contains(position) }

    /// Takes in the topic's next event.
    ///
    /// - Returns: Whether it happened to a draft.
    @discardableResult
    mutating func append(_ recorded: Recorded<EncodedEvent>) throws -> Bool {
        guard recorded.stream.category == Tournament.category else { return false }
        let event = try recorded.decoded {
            try EventCodec.catalog.decode($0, as: Tournament.Event.self)
        }
        guard drafts.append(event.event) else { return false }
        positions.insert(recorded.position)
        return true
    }
}
