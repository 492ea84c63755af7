import DequeModule
import EventSourcing

/// The folded deciders of a tenant's hot streams, all at the lane's position or newer.
///
/// Only its lane touches it. What a batch has changed that is not committed is pinned: it cannot be
/// read again. The rest is at the log's mercy and may go at any time. What is rolled back becomes
/// what it was, and is not read again: a lane that has been too late would do that under the lock.
final class HotStreams {
    /// How many events of a cold stream are read at a time.
    static let pageLimit = 1000

    /// The position through which a cold stream is folded: what is committed.
    private(set) var position = Position.start

    private struct Entry {
        var state: any FoldedStream
        var lastUse: Int
    }

    private enum Earlier {
        case here(any FoldedStream)
        case absent
    }

    private let tenant: TenantID
    private let log: any EventLog
    private let codec: EventCodec
    private let share: MemoryShare
    private var entries: [StreamName: Entry] = [:]
    /// What the batches on their way have changed, the earliest first, and what the one being decided
    /// has: each stream as it was before.
    private var sealed = Deque<[StreamName: Earlier]>()
    private var changed: [StreamName: Earlier] = [:]
    private var uses = 0
    /// What the states take, estimated.
    private var byteCount = 0

    init(tenant: TenantID, log: any EventLog, codec: EventCodec, memory: LaneMemory) {
        self.tenant = tenant
        self.log = log
        self.codec = codec
        share = MemoryShare(of: memory)
    }

    /// The stream's state, read from the log where it is not here.
    ///
    /// Nobody but the lane's one decision at a time comes here, and nobody catches up meanwhile; a
    /// batch may be committed, which has none of the streams that are not here.
    ///
    /// - Throws: `UnreadableEvent`, or a failure of the log.
    func folded<State: Decider>(_ stream: StreamID<State>) async throws -> Folded<State> {
        let name = stream.name
        if let hot = entries[name]?.state as? Folded<State> {
            uses += 1
            entries[name]?.lastUse = uses
            return hot
        }
        var cold = Folded<State>()
        while true {
            let page = try await log.read(
                name, of: tenant, after: cold.version, through: position, limit: Self.pageLimit)
            for event in page { try cold.apply(event, codec: codec) }
            if page.count < Self.pageLimit { break }
        }
        keep(cold, as: name)
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
        if changed[stream] == nil {
            changed[stream] = entries[stream].map { .here($0.state) } ?? .absent
        }
        keep(state, as: stream)
    }

    private func keep(_ state: any FoldedStream, as stream: StreamName) {
        uses += 1
        let old = entries.updateValue(Entry(state: state, lastUse: uses), forKey: stream)
        byteCount += state.byteCount - (old?.state.byteCount ?? 0)
    }

    private func forget(_ stream: StreamName) {
        guard let entry = entries.removeValue(forKey: stream) else { return }
        byteCount -= entry.state.byteCount
    }

    /// Folds in what somebody else has appended.
    func apply(_ event: Recorded<EncodedEvent>) throws {
        if var state = entries[event.stream]?.state {
            try state.apply(event, codec: codec)
            keep(state, as: event.stream)
        }
        position = event.position
    }

    /// The streams that are here, unless they are more.
    func names(atMost limit: Int) -> [StreamName]? {
        entries.count <= limit ? Array(entries.keys) : nil
    }

    /// Moves on behind events whose states are here already.
    func advance(to position: Position) {
        self.position = position
    }

    /// What has been adopted until now goes out together.
    func seal() {
        sealed.append(changed)
        changed = [:]
    }

    /// The batch that was sealed first is committed, and stands at `position`.
    func commit(through position: Position) {
        advance(to: position)
        sealed.removeFirst()
        trim()
    }

    /// Every state becomes again what is committed.
    func rollBack() {
        for batch in [changed] + sealed.reversed() {
            for (stream, earlier) in batch {
                switch earlier {
                case .here(let state): keep(state, as: stream)
                case .absent: forget(stream)
                }
            }
        }
        sealed = []
        changed = [:]
        share.set(byteCount)
    }

    /// Forgets everything, and where it stood.
    func reset() {
        entries = [:]
        sealed = []
        changed = [:]
        byteCount = 0
        share.set(0)
        position = .start
    }

    private func isPinned(_ stream: StreamName) -> Bool {
        changed[stream] != nil || sealed.contains { $0[stream] != nil }
    }

    /// Lets the least recently used go where the process is short of memory, and a quarter more
    /// than needed so that it is rarely done.
    private func trim() {
        guard let allowed = share.set(byteCount) else { return }
        for (stream, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            if byteCount <= allowed / 4 * 3 { break }
            if !isPinned(stream) { forget(stream) }
        }
        share.set(byteCount)
    }
}

/// A decider with the number of events folded into it, whatever its type.
protocol FoldedStream: Sendable {
    var version: Int { get }
    /// What it takes in memory, estimated by the events that made it.
    var byteCount: Int { get }
    mutating func apply(_ event: Recorded<EncodedEvent>, codec: EventCodec) throws
}

struct Folded<State: Decider>: FoldedStream {
    /// What a state without events takes, with its name and its place in a dictionary.
    private static var emptyByteCount: Int { 512 }

    private(set) var state = State()
    private(set) var version = 0
    private(set) var byteCount = Self.emptyByteCount

    /// - Throws: `UnreadableEvent`; `BrokenStream` where the version is not the next one.
    mutating func apply(_ event: Recorded<EncodedEvent>, codec: EventCodec) throws {
        guard event.version == version + 1 else {
            throw BrokenStream(stream: event.stream, version: event.version, expected: version + 1)
        }
        state.evolve(try event.decoded { try codec.decode($0, as: State.Event.self) }.event)
        version = event.version
        byteCount += event.event.data.count
    }

    /// Folds in what has just been decided.
    mutating func apply(_ event: State.Event, byteCount: Int) {
        state.evolve(event)
        version += 1
        self.byteCount += byteCount
    }
}

/// A stream whose next event is not the next: the lane has folded another log than this one.
struct BrokenStream: Error {
    let stream: StreamName
    let version: Int
    let expected: Int
}
