/// An event with its envelope, as the log gives it back; a decider never sees the envelope.
package struct Recorded<Event: Sendable>: Sendable {
    package let tenant: TenantID
    package let position: Position
    package let stream: StreamName
    /// 1, 2, 3 … within the stream.
    package let version: Int
    package let event: Event
    /// When it happened in the world.
    package let occurredAt: Timestamp
    /// When the log took it; never decreases with the position.
    package let recordedAt: Timestamp
    package let commandID: CommandID
    package let commandIndex: Int
    package let actor: Actor
    /// The event that a policy or the clock answered with this one's command.
    package let causation: EventID?
    /// The command from outside at the beginning of the chain.
    package let correlation: CommandID

    package init(
        tenant: TenantID, position: Position, stream: StreamName, version: Int, event: Event,
        occurredAt: Timestamp, recordedAt: Timestamp, commandID: CommandID, commandIndex: Int,
        actor: Actor, causation: EventID? = nil, correlation: CommandID
    ) {
        self.tenant = tenant
        self.position = position
        self.stream = stream
        self.version = version
        self.event = event
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.commandID = commandID
        self.commandIndex = commandIndex
        self.actor = actor
        self.causation = causation
        self.correlation = correlation
    }

    package var id: EventID { EventID(command: commandID, index: commandIndex) }

    /// The same envelope around another form of the event.
    package func map<Other: Sendable>(_ transform: (Event) throws -> Other) rethrows
        -> Recorded<Other>
    {
        Recorded<Other>(
            tenant: tenant, position: position, stream: stream, version: version,
            event: try transform(event), occurredAt: occurredAt, recordedAt: recordedAt,
            commandID: commandID, commandIndex: commandIndex, actor: actor, causation: causation,
            correlation: correlation)
    }
}

extension Recorded: Equatable where Event: Equatable {}
