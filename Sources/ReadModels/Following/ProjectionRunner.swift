import Catalog
import EventSourcing
import Logging
import PostgreSQL
import ServiceLifecycle

/// Keeps the tables of a group of projectors up with the log, in every tenant.
///
/// A batch of events of several tenants becomes one change for each row, and is written in one
/// transaction with the tenants' checkpoints. The checkpoints move first and only from where the
/// runner thinks they stand, so each event counts once, however many processes run and wherever
/// one of them is killed. A lease keeps all but one from trying.
///
/// What a tenant's own events make impossible puts that tenant in quarantine, before the event;
/// the others go on. An event of a newer release is no fault of the tenant's: this process steps
/// down, before the event, for one that can read it. What a batch is, and how it fails, is in `ProjectionRunner+Batch`.
package actor ProjectionRunner: Service {
    let log: any EventLog
    let pool: Pool
    let codec: EventCodec
    let group: ProjectorGroup
    let limits: ProjectionLimits
    let logger: Logger
    let lease: Lease

    /// Where each tenant's tables stand, as far as this process has heard.
    package nonisolated let checkpoints = Watermarks()

    /// The tenants that this process holds back, and why; `read.quarantine` has them for all.
    package internal(set) var quarantined: [TenantID: Quarantine] = [:]

    /// The tenants whose next event only a newer release can read, with the position before it.
    var unreadable: [TenantID: Position] = [:]

    /// Where the checkpoints stood when they were last moved or read.
    var positions: [TenantID: Position] = [:]
    /// Tenants whose log may have grown.
    var behind: Set<TenantID> = []
    private var isPollDue = true
    var batchSize: Int

    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        limits: ProjectionLimits = ProjectionLimits(), logger: Logger
    ) {
        self.log = log
        self.pool = pool
        self.codec = codec
        self.group = group
        self.limits = limits
        self.logger = logger
        lease = Lease(group.name, lasting: limits.lease, pool: pool)
        batchSize = limits.batch.lowerBound
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
        do {
            try await lease.release()
        } catch {
            logger.debug("the lease ends by itself", metadata: ["reason": "\(error)"])
        }
    }

    /// Follows every tenant to the head it has now, with or without the lease.
    ///
    /// - Throws: What hinders it, but for what puts a tenant into quarantine.
    package func catchUp() async throws {
        wakeAll()
        try await poll()
        while !behind.isEmpty { try await advance() }
    }

    func wake(_ tenant: TenantID) { behind.insert(tenant) }
    private func wakeAll() { isPollDue = true }

    /// Does what there is to do; what a retry can cure is retried, with growing pauses.
    private func followUntilDone() async {
        var pause = limits.retry.lowerBound
        while !Task.isCancelled {
            do {
                guard try await lease.hold() else {
                    // Whoever follows now judges afresh.
                    quarantined.removeAll()
                    return
                }
                if isPollDue { try await poll() }
                if behind.isEmpty {
                    // Between its rounds it leaves the place to a newer release.
                    if !unreadable.isEmpty { try await lease.release() }
                    return
                }
                try await advance()
                pause = limits.retry.lowerBound
            } catch {
                // A shutdown interrupts a read, which is nothing to speak of.
                guard !Task.isCancelled else { return }
                logger.warning(
                    "read models wait", metadata: ["group": "\(group.name)", "reason": "\(error)"])
                isPollDue = true
                // A cancelled sleep ends the loop.
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, limits.retry.upperBound)
            }
        }
    }

    /// Finds the tenants whose head is not where their tables are.
    func poll() async throws {
        isPollDue = false
        var last: TenantID?
        repeat {
            let heads = try await log.heads(after: last, limit: limits.headsPerQuestion)
            for head in heads where head.position > positions[head.tenant] ?? .start {
                behind.insert(head.tenant)
            }
            last = heads.count == limits.headsPerQuestion ? heads.last?.tenant : nil
        } while last != nil
    }
}
