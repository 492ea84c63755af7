import Catalog
import EventSourcing

/// What a lane knows of its tenant: hot streams and register, both exactly at `position`.
final class LaneState {
    /// Behind by more than this, a lane starts afresh instead of catching up.
    static let catchUpLimit: Int = 10_000
    static let pageLimit = 1000

    private let tenant: TenantID
    private let log: any EventLog
    private let codec: EventCodec
    private let streams: HotStreams
    private var register = Register()
    /// As it was at `position`.
    private var committedRegister = Register()
    private var isCold = true

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
        isCold = true
    }

    /// Drops the states that a batch has changed which is not committed.
    func rollBack() {
        streams.rollBack()
        register = committedRegister
    }

    /// Reads what others have appended, until this stands at `head`.
    ///
    /// - Throws: `UnreadableEvent`, or a failure of the log.
    func catchUp(to head: Position) async throws {
        // A log shorter than what was seen has failed over to an older copy.
        if head < position || head.value - position.value > Self.catchUpLimit { reset() }
        do {
            if isCold {
                try await foldRegister(through: head)
            } else {
                try await fold(through: head)
            }
        } catch {
            reset()
            throw error
        }
    }

    private func foldRegister(through head: Position) async throws {
        var read = Position.start
        while read < head {
            let page = try await log.read(
                tenant, after: read, types: Register.wireNames, limit: Self.pageLimit)
            for event in page where event.position <= head {
                try note(event)
            }
            guard page.count == Self.pageLimit, let last = page.last else { break }
            read = last.position
        }
        streams.advance(to: head)
        committedRegister = register
        isCold = false
    }

    private func fold(through head: Position) async throws {
        while position < head {
            let page = try await log.read(
                tenant, after: position, types: nil, limit: Self.pageLimit)
            guard !page.isEmpty else { throw LogFailure.raced(tenant) }
            for event in page where event.position <= head {
                try streams.apply(event)
                if Register.wireNames.contains(event.event.type) {
                    try note(event)
                }
            }
        }
        committedRegister = register
    }

    private func note(_ event: Recorded<EncodedEvent>) throws {
        register.evolve(try event.decoded { try codec.decode($0) }.event, on: event.stream)
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
