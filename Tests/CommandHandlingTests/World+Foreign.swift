import Catalog
import Clubs
import CommandHandling
import EventSourcing

extension World {
    /// What another process would append for somebody's joining an open club.
    func foreignJoin(of person: PersonID) async throws -> AppendBatch {
        let rehearsal = try await wish(joining, as: person, isRehearsal: true)
        return AppendBatch(
            tenant: tenant, after: rehearsal.position, recordedAt: World.start,
            events: rehearsal.events.map { event in
                NewEvent(
                    stream: event.stream, version: event.version, event: event.event,
                    occurredAt: event.occurredAt, commandID: event.commandID,
                    commandIndex: event.commandIndex, digest: BodyDigest(bytes: []),
                    actor: event.actor, correlation: event.correlation)
            })
    }
}
