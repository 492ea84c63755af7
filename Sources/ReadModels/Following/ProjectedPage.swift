import Catalog
import EventSourcing

/// Some events of one tenant, and what they change.
struct ProjectedPage: Sendable {
    struct Event: Sendable {
        let position: Position
        let changes: [Change]
    }

    let tenant: TenantID
    /// Where the tables stand before it.
    let from: Position
    let events: [Event]
    /// Whether there may be more behind it.
    let isFull: Bool
    /// Why the event behind the last one cannot be read.
    let flaw: (any Error)?
    /// What the next page goes on with.
    let projection: Projection

    private let recorded: [Recorded<EncodedEvent>]
    private let skipped: Set<Position>
    private let start: Projection

    /// Where the tables stand behind it.
    var end: Position { events.last?.position ?? from }
    /// The last of its events.
    var last: EventMark? { events.isEmpty ? nil : recorded[events.count - 1].mark }

    /// - Parameter start: Goes on from where the tables stand before the page.
    init(
        tenant: TenantID, from: Position, _ recorded: [Recorded<EncodedEvent>], isFull: Bool,
        skipping skipped: Set<Position>, by start: Projection
    ) {
        var projection = start
        var changes: [Position: [Change]] = [:]
        var positions: [Position] = []
        flaw = Self.flaw {
            for event in recorded {
                changes[event.position] = try projection.changes(
                    of: event, isSkipped: skipped.contains(event.position))
                positions.append(event.position)
            }
        }
        for folded in projection.foldedChanges(since: start) {
            changes[folded.position, default: []] += folded.changes
        }
        events = positions.map { Event(position: $0, changes: changes[$0] ?? []) }
        self.tenant = tenant
        self.from = from
        self.isFull = isFull
        self.recorded = recorded
        self.skipped = skipped
        self.start = start
        self.projection = projection
    }

    private static func flaw(_ body: () throws -> Void) -> (any Error)? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// The page in two; nothing for a page of one event.
    ///
    /// What is folded over a whole page belongs to its end, so each half is projected anew.
    var halves: (ProjectedPage, ProjectedPage)? {
        guard events.count > 1 else { return nil }
        let middle = events.count / 2
        let first = ProjectedPage(
            tenant: tenant, from: from, Array(recorded[..<middle]), isFull: isFull,
            skipping: skipped, by: start)
        let second = ProjectedPage(
            tenant: tenant, from: first.end, Array(recorded[middle...]), isFull: isFull,
            skipping: skipped, by: first.projection)
        return (first, second)
    }
}
