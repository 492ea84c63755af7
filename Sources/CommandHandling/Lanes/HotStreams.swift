import EventSourcing

/// The folded deciders of a tenant's hot streams, all at the lane's position.
///
/// Only its lane touches it. While a batch is under way it holds uncommitted states, which the
/// lane commits or rolls back.
final class HotStreams {
    /// How many streams one lane keeps folded.
    static let limit = 4096
    /// How many events of a cold stream are read at a time.
    static let pageLimit = 1000

    /// The position through which a cold stream is folded.
    private(set) var position = Position.start

    private struct Entry {
        var state: any FoldedStream
        var lastUse: Int
    }

    private let tenant: TenantID
    private let log: any EventLog
    private let codec: EventCodec
    private var entries: [StreamName: Entry] = [:]
    /// The streams whose states are not committed.
    private var uncommitted: Set<StreamName> = []
    private var uses = 0

    init(tenant: TenantID, log: any EventLog, codec: EventCodec) {
        self.tenant = tenant
        self.log = log
        self.codec = codec
    }

    func folded<State: Decider>(_ stream: StreamID<State>) async throws -> Folded<State> {
        if let hot = entries[stream.name]?.state as? Folded<State> {
            keep(hot, as: stream.name)
            return hot
        }
        var cold = Folded<State>()
        while true {
            let page = try await log.read(
                stream.name, of: tenant, after: cold.version, through: position,
                limit: Self.pageLimit)
            for event in page { try cold.apply(event, codec: codec) }
            if page.count < Self.pageLimit { break }
        }
        keep(cold, as: stream.name)
        return cold
    }

    /// Reads a stream for one event; rare enough that no index is kept.
    func version(of event: EventID, in stream: StreamName) async throws -> Int? {
        var version = 0
        while true {
            let page = try await log.read(
                stream, of: tenant, after: version, through: position, limit: Self.pageLimit)
            if let found = page.first(where: { $0.id == event }) { return found.version }
            guard page.count == Self.pageLimit, let last = page.last else { return nil }
            version = last.version
        }
    }

    /// Takes over a state that is not committed yet.
    func adopt(_ state: any FoldedStream, as stream: StreamName) {
        uncommitted.insert(stream)
        keep(state, as: stream)
    }

    private func keep(_ state: any FoldedStream, as stream: StreamName) {
        uses += 1
        entries[stream] = Entry(state: state, lastUse: uses)
    }

    /// Folds in what somebody else has appended.
    func apply(_ event: Recorded<EncodedEvent>) throws {
        try entries[event.stream]?.state.apply(event, codec: codec)
        position = event.position
    }

    /// Moves on behind events whose states are here already.
    func advance(to position: Position) {
        self.position = position
    }

    func commit(through position: Position) {
        advance(to: position)
        uncommitted.removeAll()
        trim()
    }

    /// Forgets what is not committed; it is folded again when it is asked for.
    func rollBack() {
        for stream in uncommitted { entries[stream] = nil }
        uncommitted.removeAll()
    }

    /// Forgets everything, and where it stood.
    func reset() {
        entries.removeAll()
        uncommitted.removeAll()
        position = .start
    }

    /// Lets the least recently used go, a quarter at a time so that it is rarely done.
    private func trim() {
        guard entries.count > Self.limit else { return }
        let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }
        for (stream, _) in oldest.prefix(entries.count - Self.limit * 3 / 4) {
            entries[stream] = nil
        }
    }
}

/// A decider with the number of events folded into it, whatever its type.
protocol FoldedStream: Sendable {
    var version: Int { get }
    mutating func apply(_ event: Recorded<EncodedEvent>, codec: EventCodec) throws
}

struct Folded<State: Decider>: FoldedStream {
    var state = State()
    var version = 0

    mutating func apply(_ event: Recorded<EncodedEvent>, codec: EventCodec) throws {
        precondition(event.version == version + 1, "a stream is folded without a gap")
        state.evolve(try event.decoded { try codec.decode($0, as: State.Event.self) }.event)
        version = event.version
    }
}
