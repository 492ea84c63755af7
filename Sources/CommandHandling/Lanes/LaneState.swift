import Catalog
import DequeModule
import EventSourcing

/// What a lane knows of its tenant: hot streams, register and recent commands, at `position` or
/// newer.
///
/// What is newer than `position` belongs to batches that are on their way (`seal`), and to the next,
/// which is being decided on top of them. They are committed in their order, or rolled back together.
final class LaneState {
    /// Behind by more than this, hot streams are folded again when they are asked for, instead of
    /// reading every event.
    static let catchUpLimit = 10_000
    static let pageLimit = 1000
    /// How many hot streams the log is told by name, so that it sends no other's events.
    static let concernLimit = 256

    private let tenant: TenantID
    private let log: any EventLog
    private let codec: EventCodec
    private let streams: HotStreams
    private(set) var recent = RecentCommands()
    private var register = Register()
    /// As it is when each of the batches on their way is committed.
    private var sealedRegisters = Deque<Register>()
    /// As it was at `position`.
    private var committedRegister = Register()

    /// Whether it is known where the tenant stands, as far as this process has seen.
    private(set) var isPlaced = false
    /// When the event at `position` was recorded.
    private(set) var recordedAt = Timestamp(microseconds: 0)

    init(tenant: TenantID, log: any EventLog, codec: EventCodec, memory: LaneMemory) {
        self.tenant = tenant
        self.log = log
        self.codec = codec
        streams = HotStreams(tenant: tenant, log: log, codec: codec, memory: memory)
    }

    var position: Position { streams.position }

    /// What it has to be told of what others append; everything where that is too much to say.
    var concern: Concern? {
        guard isPlaced else { return nil }
        return Concern(
            position: position, streams: streams.names(atMost: Self.concernLimit),
            types: Register.wireNames)
    }

    /// Drops every state, uncommitted ones included; the next catch-up starts afresh.
    private func reset() {
        streams.reset()
        recent = RecentCommands()
        setRegister(Register())
        isPlaced = false
    }

    /// Drops what is not committed.
    func rollBack() {
        streams.rollBack()
        recent.rollBack()
        setRegister(committedRegister)
    }

    private func setRegister(_ register: Register) {
        self.register = register
        sealedRegisters = []
        committedRegister = register
    }

    /// Reads what others have appended, until this stands at the opening's head; what it has read
    /// stays, also where it cannot read on. Nothing uncommitted may be here.
    ///
    /// - Throws: `UnreadableEvent`, or a failure of the log.
    func catchUp(to opening: Opening) async throws {
        let head = opening.head
        // A log that is shorter than what was seen, or another at the same length, has failed over
        // to an older copy.
        if head < position || (head == position && isPlaced && opening.recordedAt != recordedAt) {
            reset()
        }
        do {
            if position == .start || head.value - position.value > Self.catchUpLimit {
                try await foldRegister(through: head)
            } else if position < head {
                try await fold(opening)
            }
        } catch is BrokenStream {
            reset()
            try await foldRegister(through: head)
        }
        recordedAt = opening.recordedAt
        isPlaced = true
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
        setRegister(folded)
    }

    private func fold(_ opening: Opening) async throws {
        let head = opening.head
        var (page, end) = (opening.news, opening.newsEnd)
        if page.isEmpty {
            page = try await log.read(
                tenant, after: Position(position.value - 1), types: nil, limit: Self.pageLimit)
            end = page.last?.position ?? position
        }
        // What was seen at `position` has to be what stands there.
        guard let seen = page.first, seen.position == position else {
            throw LogFailure.raced(tenant)
        }
        guard seen.recordedAt == recordedAt else {
            throw BrokenStream(stream: seen.stream, version: seen.version, expected: seen.version)
        }
        page.removeFirst()
        while true {
            for event in page where event.position <= head { try apply(event) }
            streams.advance(to: min(end, head))
            guard position < head else { return }
            page = try await log.read(
                tenant, after: position, types: nil, limit: Self.pageLimit)
            guard let last = page.last else { throw LogFailure.raced(tenant) }
            end = last.position
        }
    }

    private func apply(_ event: Recorded<EncodedEvent>) throws {
        // Decoded first, so that one that cannot be read moves neither.
        let isRegistered = Register.wireNames.contains(event.event.type)
        let registered = isRegistered ? try decoded(event) : nil
        try streams.apply(event)
        recordedAt = event.recordedAt
        if let registered { register.evolve(registered, on: event.stream) }
        setRegister(register)
    }

    private func decoded(_ event: Recorded<EncodedEvent>) throws -> DomainEvent {
        try event.decoded { try codec.decode($0) }.event
    }

    /// Decides one command on the current states, and changes none of them.
    func decide(_ request: CommandRequest, at now: Timestamp) async throws -> UnitOfWork {
        let unit = UnitOfWork(
            request: request, now: now, register: register, codec: codec, streams: streams)
        try await request.wish.carryOut(in: unit)
        return unit
    }

    /// Takes over what a command has changed, before it is committed.
    func adopt(_ unit: UnitOfWork) {
        guard !unit.events.isEmpty else { return }
        for (stream, state) in unit.changed { streams.adopt(state, as: stream) }
        recent.add(unit.request.id, unit.request.digest)
        register = unit.register
    }

    /// What has been adopted until now goes out together.
    func seal() {
        streams.seal()
        recent.seal()
        sealedRegisters.append(register)
    }

    /// What was sealed first is the tenant's, and its last event was recorded at `time`.
    func commit(through end: Position, at time: Timestamp) {
        if end > position { recordedAt = time }
        streams.commit(through: end)
        recent.commit()
        committedRegister = sealedRegisters.removeFirst()
    }
}
