import EventSourcing
import EventStorage
import Foundation
import TestSupport

/// A mutant of the design: what has ended without an answer is tried again, and nobody looks
/// whether the command is in the log.
final class ForgetfulLog: WrappedLog {
    let base: PostgresLog

    init(_ base: PostgresLog) { self.base = base }

    @discardableResult
    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        do {
            return try await base.append(batch)
        } catch LogFailure.outcomeUnknown {
            // Waits out a backend that is still committing, as the genuine log does.
            return try await base.locked(batch.tenant) { locked in
                let opening = try await locked.open(commands: [])
                try await locked.append(try await self.repeated(batch, behind: opening))
                return [:]
            }
        }
    }

    /// The same events once more, behind whatever is there.
    private func repeated(_ batch: AppendBatch, behind opening: Opening) async throws -> AppendBatch
    {
        let command = CommandID(UUID())
        var events: [NewEvent] = []
        for event in batch.events {
            let own = events.filter { $0.stream == event.stream }.count
            let stored = try await base.read(
                event.stream, of: batch.tenant, after: 0, through: opening.head, limit: 1000)
            events.append(
                NewEvent(
                    stream: event.stream, version: stored.count + own + 1, event: event.event,
                    occurredAt: event.occurredAt, commandID: command,
                    commandIndex: event.commandIndex, digest: event.digest, actor: event.actor,
                    causation: event.causation, correlation: event.correlation))
        }
        return AppendBatch(
            tenant: batch.tenant, after: opening.head,
            recordedAt: max(batch.recordedAt, opening.recordedAt), events: events)
    }
}
