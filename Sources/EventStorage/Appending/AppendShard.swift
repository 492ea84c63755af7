import EventSourcing
import PostgreSQL

/// The shared transactions of some tenants, one behind the other, and who waits for the next.
///
/// There is no task that commits for others: whoever finds the shard idle leads, takes along those
/// who wait, and when that is done leaves the lead to one of those who have come meanwhile. A tenant
/// that has a batch under way may send one more right behind it, on the same connection.
actor AppendShard {
    /// A transaction that has come to so many bytes is closed: it fits into the socket's buffers
    /// and is sent at once, so a client that is stopped does not hold its locks half-way.
    static let byteLimit = 64 * 1024
    /// How many transactions are under way at most: the server carries one out, and the next stands
    /// behind it.
    static let depth = 2

    typealias Known = [CommandID: BodyDigest]

    /// What becomes of somebody who has waited.
    enum Fate {
        case committed(Known)
        /// The transaction of that number is theirs to lead.
        case lead(Int)
        /// A shared transaction has failed, and stored nothing: each tries alone.
        case alone
    }

    struct Waiting {
        let sealed: SealedBatch
        let dispatched: @Sendable () -> Void
        let fate: CheckedContinuation<Fate, any Error>
    }

    private let pool: Pool
    private let writers: Pool
    private let tenantLimit: Int
    private(set) var waiting: [Waiting] = []
    /// The tenants of each transaction that is under way.
    private(set) var underWay: [Int: Set<TenantID>] = [:]
    private var lastNumber = 0

    /// - Parameters:
    ///   - pool: One connection for shared transactions, whose session waits for no lock for long.
    ///   - writers: For those that go alone.
    init(pool: Pool, writers: Pool, tenantLimit: Int) {
        self.pool = pool
        self.writers = writers
        self.tenantLimit = tenantLimit
    }

    /// - Parameter dispatched: Called once the batch is on the shard's connection, behind all that
    ///   have come before; not called where it goes alone.
    func append(
        _ sealed: SealedBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> Known {
        // Where each goes alone there is nothing to wait for.
        guard tenantLimit > 1 else { return try await commitAlone(sealed) }
        if mustWait(sealed.tenant) {
            switch try await wait(sealed, dispatched) {
            case .committed(let known): return known
            case .alone: return try await commitAlone(sealed)
            case .lead(let number): return try await lead(sealed, number, dispatched)
            }
        }
        return try await lead(sealed, begin(for: sealed.tenant), dispatched)
    }

    /// Whoever has a batch under way and sends another does not want to wait for its end, but does
    /// not pass those who wait already.
    private func mustWait(_ tenant: TenantID) -> Bool {
        switch underWay.count {
        case 0: false
        case ..<Self.depth:
            !waiting.isEmpty || !underWay.values.contains { $0.contains(tenant) }
        default: true
        }
    }

    private func wait(
        _ sealed: SealedBatch, _ dispatched: @escaping @Sendable () -> Void
    ) async throws -> Fate {
        try await withCheckedThrowingContinuation { fate in
            waiting.append(Waiting(sealed: sealed, dispatched: dispatched, fate: fate))
        }
    }

    private func begin(for tenant: TenantID) -> Int {
        lastNumber += 1
        underWay[lastNumber] = [tenant]
        return lastNumber
    }

    /// Commits the batch with those that fit into its transaction.
    private func lead(
        _ sealed: SealedBatch, _ number: Int, _ dispatched: @escaping @Sendable () -> Void
    ) async throws -> Known {
        let followers = takeFollowers(of: sealed)
        underWay[number]?.formUnion(followers.map(\.sealed.tenant))
        let group = AppendGroup([sealed] + followers.map(\.sealed))
        do {
            let known = try await group.commit(through: pool) {
                dispatched()
                for follower in followers { follower.dispatched() }
            }
            end(number)
            for follower in followers {
                follower.fate.resume(returning: .committed(known[follower.sealed.tenant] ?? [:]))
            }
            return known[sealed.tenant] ?? [:]
        } catch {
            end(number)
            guard !followers.isEmpty, error.hasStoredNothing else {
                for follower in followers { follower.fate.resume(throwing: error) }
                throw error
            }
            for follower in followers { follower.fate.resume(returning: .alone) }
            return try await commitAlone(sealed)
        }
    }

    private func commitAlone(_ sealed: SealedBatch) async throws -> Known {
        try await AppendGroup([sealed]).commit(through: writers)[sealed.tenant] ?? [:]
    }

    /// Those who wait and fit in, one for each tenant, in the order of their coming.
    private func takeFollowers(of first: SealedBatch) -> [Waiting] {
        var tenants: Set = [first.tenant]
        var byteCount = first.byteCount
        var followers: [Waiting] = []
        waiting.removeAll { next in
            guard tenants.count < tenantLimit, byteCount < Self.byteLimit,
                tenants.insert(next.sealed.tenant).inserted
            else { return false }
            byteCount += next.sealed.byteCount
            followers.append(next)
            return true
        }
        return followers
    }

    /// Ends a transaction, and leaves the next one to whoever has waited longest.
    private func end(_ number: Int) {
        underWay[number] = nil
        guard underWay.isEmpty, !waiting.isEmpty else { return }
        let next = waiting.removeFirst()
        next.fate.resume(returning: .lead(begin(for: next.sealed.tenant)))
    }
}

extension LogFailure {
    /// Whether the batches of the transaction may be tried again, each alone.
    fileprivate var hasStoredNothing: Bool {
        switch self {
        case .raced, .invalid, .unavailable: true
        case .unreachable, .outcomeUnknown, .unknownTenant, .slugTaken: false
        }
    }
}
