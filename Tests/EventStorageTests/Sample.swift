import EventSourcing
import Foundation

/// Events that mean nothing, for tests of the log.
enum Sample {
    static func second(_ second: Int) -> Timestamp {
        Timestamp(microseconds: 1_800_000_000_000_000 + Int64(second) * 1_000_000)
    }

    static func stream() -> StreamName {
        StreamName(category: "sample", id: UUID())
    }

    /// A batch of one-event commands, spread over `streams` in turn.
    static func batch(
        _ tenant: TenantID, after position: Position, count: Int,
        on streams: [StreamName] = [stream()], at time: Timestamp = second(0)
    ) -> AppendBatch {
        AppendBatch(
            tenant: tenant, after: position, recordedAt: time,
            events: (0..<count).map { index in
                let command = CommandID(UUID())
                return NewEvent(
                    stream: streams[index % streams.count], version: index / streams.count + 1,
                    event: EncodedEvent(
                        type: index.isMultiple(of: 2) ? "sample.odd" : "sample.even", schema: 1,
                        data: Array(#"{"text":"é \"quoted\" \\ ✓","number":-12}"#.utf8)),
                    occurredAt: second(-index), commandID: command, commandIndex: 0,
                    digest: BodyDigest(bytes: [UInt8(index % 256), 0, 255]),
                    actor: Actor(
                        person: PersonID(UUID()), capacity: .student, via: .http),
                    causation: index.isMultiple(of: 2)
                        ? EventID(command: CommandID(UUID()), index: 3) : nil,
                    correlation: command)
            })
    }

    /// Looks where the log stands and appends there, until nobody was faster.
    static func appendWhereverItFits(_ log: some EventLog, _ tenant: TenantID) async throws {
        while true {
            let head = try await log.open(tenant, commands: []).head
            do {
                try await log.append(batch(tenant, after: head, count: 1))
                return
            } catch LogFailure.raced {
                continue
            }
        }
    }
}
