import EventSourcing

/// One wish on its way into a tenant's lane.
package struct CommandRequest: Sendable {
    package let tenant: TenantID
    package let id: CommandID
    /// Of the body as it was sent: the same id with another body is refused.
    package let digest: BodyDigest
    package let principal: Principal
    package let wish: Wish
    /// The version that the wish's stream must have, where the caller names one.
    package let expecting: Int?
    /// When it happened in the world; the moment of recording where nothing is said.
    package let occurredAt: Timestamp?
    package let causation: EventID?
    /// The first command of the chain; this one itself where nothing is said.
    package let correlation: CommandID
    /// Decide, answer with the events, and append nothing.
    package let isRehearsal: Bool

    package init(
        tenant: TenantID, id: CommandID, digest: BodyDigest, principal: Principal, wish: Wish,
        expecting: Int? = nil, occurredAt: Timestamp? = nil, causation: EventID? = nil,
        correlation: CommandID? = nil, isRehearsal: Bool = false
    ) {
        self.tenant = tenant
        self.id = id
        self.digest = digest
        self.principal = principal
        self.wish = wish
        self.expecting = expecting
        self.occurredAt = occurredAt
        self.causation = causation
        self.correlation = correlation ?? id
        self.isRehearsal = isRehearsal
    }
}

/// Who wishes; what they may is found in the log.
package enum Principal: Hashable, Sendable {
    case person(PersonID, onBehalfOf: PersonID? = nil, via: Actor.Via)
    /// Whoever may reach the database.
    case `operator`
    case policy(String)
    case clock
}

/// What a command has done.
package struct Outcome: Sendable {
    /// Where the tenant's log stood when this was true; the last of the command's own events where
    /// it has any.
    package let position: Position
    /// The command's events, oldest first; none where there was nothing to do.
    package let events: [Recorded<EncodedEvent>]
    /// An earlier sending of the same command had done it already.
    package let isRepeat: Bool

    package init(position: Position, events: [Recorded<EncodedEvent>], isRepeat: Bool) {
        self.position = position
        self.events = events
        self.isRepeat = isRepeat
    }
}
