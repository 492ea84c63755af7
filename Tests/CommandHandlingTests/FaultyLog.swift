import EventSourcing
import Foundation

/// A log in memory whose appends fail as a test says, once each.
actor FaultyLog: EventLog {
    enum Fault {
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

    private let memory = MemoryLog()
    private var faults: [Fault] = []
    /// A type of which no event can be stored.
    private var poison: String?
    /// Whether what is written under a lock is gone when the lock is released.
    private var lockedCommitsAreLost = false
    nonisolated var watermarks: Watermarks { memory.watermarks }

    func failNext(_ fault: Fault...) { faults += fault }

    func refuse(type: String) { poison = type }

    func losesLockedCommits(_ areLost: Bool = true) { lockedCommitsAreLost = areLost }

    /// The bytes of the data of the largest batch that was to be appended.
    private(set) var largestBatch = 0

    /// How often a tenant's log has been read from its beginning.
    private(set) var readsFromTheStart = 0

    func append(_ batch: AppendBatch) async throws {
        largestBatch = max(largestBatch, batch.events.reduce(0) { $0 + $1.event.data.count })
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        switch fault {
        case .unreachable:
            throw LogFailure.unreachable(Lost())
        case .beforeCommit:
            throw LogFailure.unavailable(Lost())
        case .afterCommit:
            try check(batch)
            try await memory.append(batch)
            throw LogFailure.outcomeUnknown(Lost())
        case .duringCommit:
            throw LogFailure.outcomeUnknown(Lost())
        case .raced(let other):
            try await memory.append(other)
            try await memory.append(batch)
        case nil:
            try check(batch)
            try await memory.append(batch)
        }
    }

    func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        let isLost = lockedCommitsAreLost
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

        func open(commands: [CommandID]) async throws -> Opening {
            try await inner.open(commands: commands)
        }

        func append(_ batch: AppendBatch) async throws {
            try await log.check(batch)
            if !isLost { try await inner.append(batch) }
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
        try await memory.open(tenant, commands: commands)
    }

    func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        try await memory.read(stream, of: tenant, after: version, through: position, limit: limit)
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
