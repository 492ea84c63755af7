import EventSourcing
import Foundation
import PostgreSQL

/// A log in memory whose appends fail as a test says, once each.
actor FaultyLog: EventLog {
    enum Fault {
        case none
        /// No connection can be made.
        case unreachable
        /// The store is gone before anything is written.
        case beforeCommit
        /// Written, and the answer is lost.
        case afterCommit
        /// Not written, which nobody tells.
        case duringCommit
        /// Somebody else appends first.
        case raced(AppendBatch)
    }

    private struct Lost: Error {}

    private var memory = MemoryLog()
    private var faults: [Fault] = []
    /// A type of which no event can be stored.
    private var poison: String?
    /// Under how many of the next locks what is written is gone when the lock is released.
    private var lostLocks = 0
    nonisolated let watermarks = Watermarks()

    func failNext(_ fault: Fault...) { faults += fault }

    func refuse(type: String) { poison = type }

    func losesLockedCommits(_ areLost: Bool = true) { lostLocks = areLost ? .max : 0 }

    func losesNextLockedCommit() { lostLocks = 1 }

    /// How many of the next locks somebody else does not let go of in time.
    private var heldLocks = 0

    func holdNextLock() { heldLocks = 1 }

    /// The bytes of the data of the largest batch that was to be appended.
    private(set) var largestBatch = 0

    /// The appends and the reads of streams that wait until they are let go.
    let appends = Gate()
    let streamReads = Gate()
    /// Those who wait for the head's lock.
    let lockWaits = Gate()

    /// How often a stream was read, and how often while the head was locked.
    private(set) var readsOfStreams = 0
    private(set) var readsUnderLock = 0
    private var isLocked = false

    /// Those who wait in line for their turn, until they are let go.
    let line = Gate()
    /// How many turns have begun, and how many are over.
    private(set) var turns = (begun: 0, over: 0)
    /// How often the head has been locked.
    private(set) var locks = 0
    /// How often that was in a turn.
    private(set) var locksInTurns = 0
    private var turnFault: TurnFault?

    enum TurnFault {
        /// The others' turns take too long.
        case missed
        /// It is over before its holder knows, who hears of it in the end.
        case lost
    }

    func spoilTurns(_ fault: TurnFault?) { turnFault = fault }

    func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws {
        await line.pass()
        guard turnFault != .missed else { throw LogFailure.unavailable(Lost()) }
        turns.begun += 1
        defer { turns.over += 1 }
        try await body(try await memory.open(tenant, commands: []))
        if turnFault == .lost { throw LogFailure.unavailable(Lost()) }
    }

    private(set) var openings = 0
    private(set) var appended: [AppendBatch] = []

    /// The log as an older copy of it has it: what came after `position` never happened.
    func failOver(_ tenant: TenantID, to position: Position) async throws {
        let copy = MemoryLog()
        try await copy.create(tenant, slug: "test")
        for batch in appended where batch.end <= position { try await copy.append(batch) }
        appended.removeAll { $0.end > position }
        memory = copy
    }

    /// Whether a batch has its place in the log's order before its append has ended.
    private var givesPlacesEarly = false

    func giveEarlyPlaces() { givesPlacesEarly = true }

    func append(
        _ batch: AppendBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> [CommandID: BodyDigest] {
        if givesPlacesEarly { dispatched() }
        return try await append(batch)
    }

    /// How often a tenant's log has been read from its beginning.
    private(set) var readsFromTheStart = 0

    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        largestBatch = max(largestBatch, batch.events.reduce(0) { $0 + $1.event.data.count })
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        await appends.pass()
        switch fault {
        case .unreachable:
            throw LogFailure.unreachable(Lost())
        case .beforeCommit:
            throw LogFailure.unavailable(Lost())
        case .afterCommit:
            _ = try await store(batch)
            throw LogFailure.outcomeUnknown(Lost())
        case .duringCommit:
            throw LogFailure.outcomeUnknown(Lost())
        case .raced(let other):
            _ = try await store(other)
            return try await store(batch)
        case .some(.none), nil:
            return try await store(batch)
        }
    }

    private func store(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        try check(batch)
        let known = try await memory.append(batch)
        note(batch)
        return known
    }

    fileprivate func note(_ batch: AppendBatch) {
        if !batch.events.isEmpty { appended.append(batch) }
    }

    func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        locks += 1
        await lockWaits.pass()
        guard heldLocks == 0 else {
            heldLocks -= 1
            throw LogFailure.unavailable(
                PostgresFailure(code: .server, message: "lock timeout", sqlState: "55P03"))
        }
        if turns.begun > turns.over { locksInTurns += 1 }
        let isLost = lostLocks > 0
        if isLost { lostLocks -= 1 }
        isLocked = true
        defer { isLocked = false }
        return try await memory.locked(tenant) { inner in
            let result = try await body(Locked(log: self, inner: inner, isLost: isLost))
            if isLost { throw LogFailure.unavailable(Lost()) }
            return result
        }
    }

    fileprivate func check(_ batch: AppendBatch) throws {
        guard !batch.events.contains(where: { $0.event.type == poison }) else {
            throw LogFailure.invalid(Lost())
        }
    }

    private struct Locked: LockedLog {
        let log: FaultyLog
        let inner: any LockedLog
        let isLost: Bool

        func open(commands: [CommandID], from position: Position?) async throws -> Opening {
            try await inner.open(commands: commands, from: position)
        }

        func append(_ batch: AppendBatch) async throws {
            try await log.check(batch)
            guard !isLost else { return }
            try await inner.append(batch)
            await log.note(batch)
        }
    }

    func create(_ tenant: TenantID, slug: String) async throws {
        try await memory.create(tenant, slug: slug)
    }

    func heads(after tenant: TenantID?, limit: Int) async throws -> [TenantHead] {
        await memory.heads(after: tenant, limit: limit)
    }

    func tenant(slug: String) async throws -> TenantID? {
        await memory.tenant(slug: slug)
    }

    func open(_ tenant: TenantID, commands: [CommandID]) async throws -> Opening {
        openings += 1
        return try await memory.open(tenant, commands: commands)
    }

    func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        readsOfStreams += 1
        if isLocked { readsUnderLock += 1 }
        await streamReads.pass()
        return try await memory.read(
            stream, of: tenant, after: version, through: position, limit: limit)
    }

    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        if position == .start { readsFromTheStart += 1 }
        return try await memory.read(tenant, after: position, types: types, limit: limit)
    }

    func events(
        of command: CommandID, in tenant: TenantID
    ) async throws -> [Recorded<EncodedEvent>] {
        try await memory.events(of: command, in: tenant)
    }

    func position(of tenant: TenantID, at time: Timestamp) async throws -> Position {
        try await memory.position(of: tenant, at: time)
    }
}
