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

    /// Where the tables stand behind it.
    var end: Position { events.last?.position ?? from }

    init(
        tenant: TenantID, from: Position, _ recorded: [Recorded<EncodedEvent>], isFull: Bool,
        skipping skipped: Set<Position>, by group: ProjectorGroup, codec: EventCodec
    ) {
        var events: [Event] = []
        var flaw: (any Error)?
        for one in recorded {
            if skipped.contains(one.position) {
                events.append(Event(position: one.position, changes: []))
                continue
            }
            do {
                events.append(
                    Event(
                        position: one.position, changes: try group.changes(of: one, codec: codec)))
            } catch {
                flaw = error
                break
            }
        }
        self.init(tenant: tenant, from: from, events: events, isFull: isFull, flaw: flaw)
    }

    private init(
        tenant: TenantID, from: Position, events: [Event], isFull: Bool, flaw: (any Error)?
    ) {
        self.tenant = tenant
        self.from = from
        self.events = events
        self.isFull = isFull
        self.flaw = flaw
    }

    /// The page in two; nothing for a page of one event.
    var halves: (ProjectedPage, ProjectedPage)? {
        guard events.count > 1 else { return nil }
        let middle = events.count / 2
        let first = ProjectedPage(
            tenant: tenant, from: from, events: Array(events[..<middle]), isFull: isFull,
            flaw: nil)
        let second = ProjectedPage(
            tenant: tenant, from: first.end, events: Array(events[middle...]), isFull: isFull,
            flaw: flaw)
        return (first, second)
    }
}

extension ProjectorGroup {
    /// What an event changes; it is decoded only where a projector reads its type.
    ///
    /// - Throws: `UnreadableEvent`, also for a type that this program does not know: a newer
    ///   release may read it, so it must not be passed over.
    func changes(of recorded: Recorded<EncodedEvent>, codec: EventCodec) throws -> [Change] {
        let type = recorded.event.type
        guard types.contains(type) else {
            guard DomainEvent.Family(wireName: type) != nil else {
                throw UnreadableEvent(recorded.event, .unknownShape)
            }
            return []
        }
        return project(try recorded.decoded { try codec.decode($0) }, type: type)
    }
}
