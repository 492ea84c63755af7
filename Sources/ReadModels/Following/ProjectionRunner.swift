import Catalog
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ServiceLifecycle

/// Keeps the tables of one version of the read models up with the log, in every tenant.
///
/// A batch of events of several tenants becomes one change for each row, and is written in one
/// transaction with the tenants' checkpoints, while the next batch is read. The checkpoints move
/// first and only from where the runner thinks they stand, so each event counts once, however many
/// processes run and wherever one of them is killed. A lease keeps all but one from trying.
///
/// What a tenant's own events make impossible puts that tenant in quarantine, before the event;
/// the others go on. An event of a newer release is no fault of the tenant's: this process steps
/// down, before the event, for one that can read it. How a batch is read is in
/// `ProjectionRunner+Reading`, how it is written, and fails, in `ProjectionRunner+Batch`.
package actor ProjectionRunner: Service {
    let log: any EventLog
    let pool: Pool
    let codec: EventCodec
    let group: ProjectorGroup
    let limits: ProjectionLimits
    let logger: Logger
    private let pinned: ReadVersion?

    /// What is followed, as last looked up.
    private(set) var version: ReadVersion
    private(set) var lease: Lease
    private var writers: TableWriters?
    let memory = ProjectionMemory()

    /// Where each tenant's tables stand, as far as this process has heard.
    package nonisolated let checkpoints = Watermarks()

    /// The tenants that this process holds back, and why; `read.quarantine` has them for all.
    package internal(set) var quarantined: [TenantID: Quarantine] = [:]

    /// The tenants whose next event only a newer release can read, with the position before it.
    var unreadable: [TenantID: Position] = [:]
    /// What an operator has chosen not to show.
    private(set) var skips = Skips()

    /// Where the checkpoints stood when they were last moved or read.
    var positions: [TenantID: Position] = [:]
    /// The last event of each tenant that was read, and is in the memory's states. The tables are
    /// the database's word, and so never ahead of its log; what a failover has lost is found in
    /// memory alone, by this event.
    var marks: [TenantID: EventMark] = [:]
    /// Tenants whose log may have grown.
    var behind: Set<TenantID> = []
    /// What was read while the last batch was written.
    var prefetched: [ProjectedPage] = []
    /// How far each tenant is followed, and no other is; to the heads where there is nothing.
    private(set) var ends: [TenantID: Position]?
    private var isPollDue = true
    var batchSize: Int
    var pace: Pace

    /// - Parameter version: What to follow; the one that is shown, where none is given, and another
    ///   one as soon as that is shown instead.
    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        version: ReadVersion? = nil, limits: ProjectionLimits = ProjectionLimits(), logger: Logger
    ) {
        self.log = log
        self.pool = pool
        self.codec = codec
        self.group = group
        self.limits = limits
        self.logger = logger
        pinned = version
        self.version = version ?? .first
        lease = Lease(self.version.name, lasting: limits.lease, pool: pool)
        batchSize = limits.batch.lowerBound
        pace = Pace(limit: limits.rest)
    }

    package nonisolated func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { tasks in
                let (signals, signal) = AsyncStream.makeStream(
                    of: Void.self, bufferingPolicy: .bufferingNewest(1))
                tasks.addTask {
                    for await tenant in await self.log.watermarks.changes() {
                        await self.wake(tenant)
                        signal.yield()
                    }
                }
                tasks.addTask {
                    while !Task.isCancelled {
                        await self.wakeAll()
                        signal.yield()
                        // A cancelled sleep ends the loop.
                        try? await Task.sleep(for: self.limits.pollInterval)
                    }
                    signal.finish()
                }
                for await _ in signals { await self.followUntilDone() }
                tasks.cancelAll()
            }
        }
        await lease.giveUp(logger)
    }

    /// Follows every tenant to the head it has now, with or without the lease.
    ///
    /// - Parameter ends: Where it stops in each tenant, the others standing still; at the heads
    ///   where nothing is said.
    /// - Throws: What hinders it, but for what puts a tenant into quarantine.
    package func catchUp(through ends: [TenantID: Position]? = nil) async throws {
        self.ends = ends
        try await poll()
        while !behind.isEmpty || !prefetched.isEmpty { try await advance() }
    }

    func wake(_ tenant: TenantID) { behind.insert(tenant) }
    private func wakeAll() { isPollDue = true }

    /// Does what there is to do; what a retry can cure is retried, with growing pauses.
    private func followUntilDone() async {
        var pause = limits.retry.lowerBound
        while !Task.isCancelled {
            do {
                // Before the lease, which is the version's.
                if isPollDue { try await lookUp() }
                let wasHeld = await lease.isHeld
                guard try await lease.hold() else {
                    // Whoever follows now judges afresh.
                    quarantined.removeAll()
                    return
                }
                // Meanwhile operators may have decided, and another process gone on from that.
                if !wasHeld { isPollDue = true }
                if isPollDue { try await poll() }
                if behind.isEmpty, prefetched.isEmpty {
                    // Between its rounds it leaves the place to a newer release.
                    if !unreadable.isEmpty { try await lease.release() }
                    return
                }
                if let rest = pace.rest(at: .now) {
                    // A cancelled sleep ends the loop.
                    try? await Task.sleep(for: rest)
                }
                try await advance()
                pause = limits.retry.lowerBound
            } catch {
                // A shutdown interrupts a read, which is nothing to speak of.
                guard !Task.isCancelled else { return }
                logger.warning(
                    "read models wait",
                    metadata: ["version": "\(version.name)", "reason": "\(error)"])
                isPollDue = true
                // A cancelled sleep ends the loop.
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, limits.retry.upperBound)
            }
        }
    }

    /// Asks which version is shown, and what operators have decided.
    private func lookUp() async throws {
        let shown: ReadVersion
        if let pinned { shown = pinned } else { shown = try await .current(in: pool) }
        if shown != version { try await begin(shown) }
        // A skip ends a quarantine in one transaction, so it is asked for behind it.
        let results = try await pool.pipeline([
            Quarantine.tenants(version), Skips.positions(version),
        ])
        let held = try Quarantine.tenants(in: results[0])
        quarantined = quarantined.filter { held.contains($0.key) }
        let skips = try Skips(results[1])
        await forget(skips.tenants(differingFrom: self.skips))
        self.skips = skips
    }

    /// Forgets what was read of some tenants: they begin anew where their checkpoints stand.
    func forget(_ tenants: Set<TenantID>) async {
        guard !tenants.isEmpty else { return }
        for tenant in tenants {
            positions[tenant] = nil
            marks[tenant] = nil
        }
        await memory.forget(tenants)
    }

    /// The ways into the tables; the server is asked once for a version.
    func knownWriters() async throws -> TableWriters {
        if let writers, writers.version == version { return writers }
        let made = try TableWriters(
            group.tables, in: version, await TableForms.load(group.tables, from: pool))
        writers = made
        return made
    }

    /// Leaves the version that was shown for the one that is, whose checkpoints are its own.
    private func begin(_ other: ReadVersion) async throws {
        try await lease.release()
        // What operators skip is the version's own.
        await memory.forget()
        version = other
        lease = Lease(other.name, lasting: limits.lease, pool: pool)
        positions = [:]
        marks = [:]
        behind = []
        prefetched = []
        quarantined = [:]
        unreadable = [:]
    }

    /// Finds the tenants whose head is not where their tables are.
    func poll() async throws {
        isPollDue = false
        try await lookUp()
        var last: TenantID?
        repeat {
            let known = await log.watermarks.positions
            let page = Checkpoints.behind(version, after: last, limit: limits.headsPerQuestion)
            let heads = try Checkpoints.positions(in: try await pool.query(page))
            for (tenant, head) in heads {
                behind.insert(tenant)
                // Who waits for what a failover has lost would not hear of what comes in its place.
                await log.watermarks.correct(tenant, from: known[tenant] ?? .start, to: head)
            }
            last = heads.count == limits.headsPerQuestion ? heads.last?.0 : nil
        } while last != nil
        behind.subtract(prefetched.map(\.tenant))
    }
}
