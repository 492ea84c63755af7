import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Foundation

/// Batches for the log alone, without a decider: what `COPY` of the same rows is compared with.
actor LogImport {
    /// Events of a long history in one transaction.
    private static let piece = 1000

    private let writing: Writing
    private let town: Town
    private var head: Position
    private var version = 1

    /// - Parameter town: Nobody else writes to it, and its people have only been registered.
    init(into town: Town, in writing: Writing) async throws {
        self.writing = writing
        self.town = town
        head = try await writing.log.open(town.tenant, commands: []).head
    }

    /// Appends one event of each person, durable when this returns.
    func append() async throws {
        version += 1
        try await append(town.people.map(event))
    }

    /// Appends a long history to one person's stream.
    func append(_ count: Int, toStreamOf person: PersonID) async throws {
        for first in stride(from: 0, to: count, by: Self.piece) {
            let events = try (first..<min(count, first + Self.piece)).map { _ in
                version += 1
                return try event(of: person)
            }
            try await append(events)
        }
    }

    private func append(_ events: [NewEvent]) async throws {
        try await writing.log.append(
            AppendBatch(
                tenant: town.tenant, after: head, recordedAt: SystemTime().now(), events: events))
        head = head + events.count
    }

    private func event(of person: PersonID) throws -> NewEvent {
        let command = CommandID.random()
        return NewEvent(
            stream: StreamID.person(person).name, version: version,
            event: try EventCodec.catalog.encode(Declaration.event(turn: version, run: 0)),
            occurredAt: SystemTime().now(), commandID: command, commandIndex: 0,
            digest: Writing.digest, actor: Actor(person: person, capacity: .oneself, via: .http),
            correlation: command)
    }
}
