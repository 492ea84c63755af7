import EventSourcing
import PostgreSQL

/// One shared transaction at a time, and who waits for the next.
///
/// There is no task that commits for others: whoever finds the shard idle leads, takes along those
/// who wait, and when that is done leaves the lead to one of those who have come meanwhile.
actor AppendShard {
    /// A transaction that has come to so many bytes is closed: it fits into the socket's buffers
    /// and is sent at once, so a client that is stopped does not hold its locks half-way.
    static let byteLimit = 64 * 1024

    typealias Known = [CommandID: BodyDigest]

    /// What becomes of somebody who has waited.
    enum Turn {
        case committed(Known)
        /// The next transaction is theirs to lead.
        case lead
        /// A shared transaction has failed, and stored nothing: each tries alone.
        case alone
    }

    struct Waiting {
        let sealed: SealedBatch
        let turn: CheckedContinuation<Turn, any Error>
    }

    private let pool: Pool
    private let writers: Pool
    private let tenantLimit: Int
    private(set) var waiting: [Waiting] = []
    private(set) var hasLeader = false

    /// - Parameters:
    ///   - pool: For shared transactions, whose sessions wait for no lock for long.
    ///   - writers: For those that go alone.
    init(pool: Pool, writers: Pool, tenantLimit: Int) {
        self.pool = pool
        self.writers = writers
        self.tenantLimit = tenantLimit
    }

    func append(_ sealed: SealedBatch) async throws -> Known {
        // Where each goes alone there is nothing to wait for.
        guard tenantLimit > 1 else { return try await commitAlone(sealed) }
        if hasLeader {
            switch try await wait(sealed) {
            case .committed(let known): return known
            case .alone: return try await commitAlone(sealed)
            case .lead: break
            }
        }
        hasLeader = true
        return try await lead(sealed)
    }

    private func wait(_ sealed: SealedBatch) async throws -> Turn {
        try await withCheckedThrowingContinuation { turn in
            waiting.append(Waiting(sealed: sealed, turn: turn))
        }
    }

    /// Commits the batch with those that fit into its transaction.
    private func lead(_ sealed: SealedBatch) async throws -> Known {
        let followers = takeFollowers(of: sealed)
        let group = AppendGroup([sealed] + followers.map(\.sealed))
        do {
            let known = try await group.commit(through: pool)
            passLead()
            for follower in followers {
                follower.turn.resume(returning: .committed(known[follower.sealed.tenant] ?? [:]))
            }
            return known[sealed.tenant] ?? [:]
        } catch {
            passLead()
            guard !followers.isEmpty, error.hasStoredNothing else {
                for follower in followers { follower.turn.resume(throwing: error) }
                throw error
            }
            for follower in followers { follower.turn.resume(returning: .alone) }
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

    private func passLead() {
        guard !waiting.isEmpty else {
            hasLeader = false
            return
        }
        waiting.removeFirst().turn.resume(returning: .lead)
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
