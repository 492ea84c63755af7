import Catalog
import EventSourcing

/// What a lane knows of its tenant: hot streams and register, both exactly at `position`.
final class LaneState {
    /// Behind by more than this, hot streams are folded again when they are asked for, instead of
    /// reading every event.
    static let catchUpLimit: Int = 10_000
    static let pageLimit = 1000

    private let tenant: TenantID
    private let log: any EventLog
    private let codec: EventCodec
    private let streams: HotStreams
    private var register = Register()
    /// As it was at `position`.
    private var committedRegister = Register()

    init(tenant: TenantID, log: any EventLog, codec: EventCodec) {
        self.tenant = tenant
        self.log = log
        self.codec = codec
        streams = HotStreams(tenant: tenant, log: log, codec: codec)
    }

    var position: Position { streams.position }

    /// Drops every state, uncommitted ones included; the next catch-up starts afresh.
    func reset() {
        streams.reset()
        register = Register()
        committedRegister = register
    }

    /// Drops the states that a batch has changed which is not committed.
    func rollBack() {
        streams.rollBack()
        register = committedRegister
    }

    /// Reads what others have appended, until this stands at `head`; what it has read stays, also
    /// where it cannot read on. Nothing uncommitted may be here.
    ///
    /// - Throws: `UnreadableEvent`, or a failure of the log.
    func catchUp(to head: Position) async throws {
        // A log shorter than what was seen has failed over to an older copy.
        if head < position { reset() }
        if position == .start || head.value - position.value > Self.catchUpLimit {
            try await foldRegister(through: head)
        } else {
            try await fold(through: head)
        }
    }

    /// Folds the register on from where it stands, and forgets the streams.
    private func foldRegister(through head: Position) async throws {
        var folded = register
        let pages = log.stream(
            tenant, after: position, through: head, types: Register.wireNames)
        for try await page in pages {
            for event in page { folded.evolve(try decoded(event), on: event.stream) }
        }
        streams.reset()
        streams.advance(to: head)
        register = folded
        committedRegister = folded
    }

    private func fold(through head: Position) async throws {
        while position < head {
            let page = try await log.read(
                tenant, after: position, types: nil, limit: Self.pageLimit)
            guard !page.isEmpty else { throw LogFailure.raced(tenant) }
            for event in page where event.position <= head {
                // Decoded first, so that one that cannot be read moves neither.
                let isRegistered = Register.wireNames.contains(event.event.type)
                let registered = isRegistered ? try decoded(event) : nil
                try streams.apply(event)
                if let registered { register.evolve(registered, on: event.stream) }
                committedRegister = register
            }
        }
    }

    private func decoded(_ event: Recorded<EncodedEvent>) throws -> DomainEvent {
        try event.decoded { try codec.decode($0) }.event
    }

    /// Decides one command on the current states; its events are folded in unless it is a
    /// rehearsal.
    func decide(
        _ request: CommandRequest, at now: Timestamp
    ) async throws -> UnitOfWork {
        let unit = UnitOfWork(
            request: request, now: now, register: register, codec: codec, streams: streams)
        try await request.wish.carryOut(in: unit)
        return unit
    }

    /// Takes over what a command has changed, before it is committed.
    func adopt(_ unit: UnitOfWork) {
        for (stream, state) in unit.changed { streams.adopt(state, as: stream) }
        register = unit.register
    }

    /// The batch is committed: its states are the tenant's.
    func commit(through end: Position) {
        streams.commit(through: end)
        committedRegister = register
    }
}
