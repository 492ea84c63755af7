import Catalog
import EventSourcing
import Foundation
import Vocabulary

/// What one command reads and decides: all of it is appended, or nothing.
///
/// A handler asks it for current states and gives it commands for the deciders. Each decision is
/// folded in right away, so that the next one sees it.
package final class UnitOfWork {
    package let request: CommandRequest
    /// The time of recording.
    package let now: Timestamp
    /// What spans the tenant, current.
    package private(set) var register: Register
    /// In which capacity the principal acts; set once a handler has found it.
    package var capacity: Actor.Capacity?

    private(set) var changed: [StreamName: any FoldedStream] = [:]
    private(set) var events: [NewEvent] = []
    private(set) var texts: [VaultText] = []
    private(set) var forgotten: [PersonID] = []

    /// The bytes of its events' data and of its texts.
    var byteCount: Int {
        events.reduce(0) { $0 + $1.event.data.count } + texts.reduce(0) { $0 + $1.text.utf8.count }
    }

    private let codec: EventCodec
    private let streams: HotStreams

    init(
        request: CommandRequest, now: Timestamp, register: Register, codec: EventCodec,
        streams: HotStreams
    ) {
        self.request = request
        self.now = now
        self.register = register
        self.codec = codec
        self.streams = streams
    }

    /// A decider as it is now, this command's own events included.
    package func state<State: Decider>(of stream: StreamID<State>) async throws -> State {
        try await folded(stream).state
    }

    package func version<State: Decider>(of stream: StreamID<State>) async throws -> Int {
        try await folded(stream).version
    }

    /// How many events there are so far.
    var eventCount: Int { events.count }

    /// Where a recorded event stands in a stream; nothing where it is not there.
    func version<State: Decider>(
        of event: EventID, on stream: StreamID<State>
    ) async throws -> Int? {
        try await streams.version(of: event, in: stream.name)
    }

    /// Lets a decider decide, and folds in what it decides.
    ///
    /// - Throws: The decider's rejection, or `CommandFailure.stale`.
    package func execute<State: Decider>(
        _ command: State.Command, on stream: StreamID<State>
    ) async throws where State.Event: CatalogedEvent {
        if stream.name == request.wish.stream, changed[stream.name] == nil {
            try await requireExpectedVersion(of: stream)
        }
        var folded = try await folded(stream)
        let decided = try folded.state.decide(command)
        precondition(
            events.count + decided.count <= AppendBatch.eventsPerCommand,
            "a command has a bounded number of events")
        for event in decided {
            let new = try record(event, on: stream.name, version: folded.version + 1)
            folded.apply(event, byteCount: new.event.data.count)
            events.append(new)
            register.evolve(event.domainEvent, on: stream.name)
        }
        changed[stream.name] = folded
    }

    /// Puts personal text into the vault, in the same transaction as the events.
    ///
    /// - Parameter field: Tells this text from the others of the same command; a repeat of the
    ///   command gives the same reference.
    package func keep(_ text: String, about subject: PersonID, as field: String) -> VaultReference {
        let reference = DerivedID.vaultReference(request.id, field: field)
        texts.append(VaultText(subject: subject, reference: reference, text: text))
        return VaultReference(subject: subject, ref: .init(reference))
    }

    /// Destroys a person's key and texts with the commit of this command's events.
    package func forget(_ subject: PersonID) {
        forgotten.append(subject)
    }

    /// - Throws: `CommandFailure.stale` where the stream has moved on since the caller saw it.
    private func requireExpectedVersion<State: Decider>(of stream: StreamID<State>) async throws {
        guard let expected = request.expecting else { return }
        let current = try await version(of: stream)
        guard current == expected else {
            throw CommandFailure.stale(
                stream.name, expected: expected, current: current, since: [])
        }
    }

    private func folded<State: Decider>(_ stream: StreamID<State>) async throws -> Folded<State> {
        let name = stream.name
        if let found = changed[name] as? Folded<State> { return found }
        return try await streams.folded(stream)
    }

    private func record(
        _ event: some EventFamily, on stream: StreamName, version: Int
    ) throws -> NewEvent {
        guard let capacity else {
            preconditionFailure("a handler finds the capacity before it decides")
        }
        return NewEvent(
            stream: stream, version: version, event: try codec.encode(event),
            occurredAt: request.occurredAt ?? now, commandID: request.id,
            commandIndex: events.count, digest: request.digest,
            actor: request.principal.actor(in: capacity), causation: request.causation,
            correlation: request.correlation)
    }
}

extension Principal {
    func actor(in capacity: Actor.Capacity) -> Actor {
        switch self {
        case .person(let person, let onBehalfOf, let via):
            Actor(person: person, capacity: capacity, onBehalfOf: onBehalfOf, via: via)
        case .operator: Actor(capacity: .operator, via: .terminal)
        case .policy: Actor(capacity: .policy, via: .policy)
        case .clock: Actor(capacity: .clock, via: .clock)
        }
    }
}
