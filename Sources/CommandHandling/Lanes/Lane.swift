import DequeModule
import EventSourcing
import Logging

/// The one writer of a tenant in this process: decides in memory, commits in groups.
///
/// Commands that wait while a transaction runs go into the next one, so groups form without a
/// timer. Each command is decided on a state that includes the ones before it, and is answered
/// only when all that it rests on is committed. Correctness does not rest on there being one lane:
/// the log's head tells whether the lane has seen everything, and whatever fails takes one path,
/// `carryOutLocked`, which locks the head and decides again.
actor Lane {
    /// How many commands may wait.
    static let queueLimit = 2000
    /// How many commands are decided and committed together.
    static let batchLimit = 500
    /// A batch that has come to so many bytes of events and texts is closed, and those behind it
    /// wait for the next: it fits into the socket's buffers and is sent at once, so a client that
    /// is stopped does not hold its locks in the middle of a pipeline.
    static let byteLimit = 64 * 1024
    /// What a caller is told to wait when the queue is full.
    static let retryAfter = Duration.seconds(1)
    /// How long a lane that has lost a race locks the head before it decides: a lock is fair, and
    /// what is decided under it is decided once.
    static let contention = Duration.seconds(1)

    private let tenant: TenantID
    private let log: any EventLog
    private let time: any TimeSource
    private let logger: Logger
    private let state: LaneState
    private var queue = Deque<Pending>()
    /// Somebody drains this lane, or is about to.
    private var isScheduled = false
    private var contendedUntil = ContinuousClock.now

    private struct Pending: Sendable {
        let request: CommandRequest
        let continuation: CheckedContinuation<Outcome, any Error>
    }

    init(
        tenant: TenantID, log: any EventLog, codec: EventCodec, time: any TimeSource, logger: Logger
    ) {
        self.tenant = tenant
        self.log = log
        self.time = time
        self.logger = logger
        state = LaneState(tenant: tenant, log: log, codec: codec)
    }

    /// Waits for the command's outcome; `schedule` sees to it that somebody drains the lane, and
    /// says whether anybody will.
    ///
    /// - Throws: `CommandFailure`, or the rejection of the decider that refused.
    func submit(
        _ request: CommandRequest, schedule: (Lane) -> Bool
    ) async throws -> Outcome {
        guard queue.count < Self.queueLimit else {
            throw CommandFailure.overloaded(retryAfter: Self.retryAfter)
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.append(Pending(request: request, continuation: continuation))
            guard !isScheduled else { return }
            isScheduled = schedule(self)
            if !isScheduled { refuseAll() }
        }
    }

    /// Decides and commits until nobody waits.
    func drain() async {
        while !queue.isEmpty {
            let group = Array(queue.prefix(Self.batchLimit))
            queue.removeFirst(group.count)
            await carryOut(group)
        }
        isScheduled = false
    }

    private func refuseAll() {
        refuse(Array(queue), with: CommandFailure.unavailable)
        queue.removeAll()
    }

    private func carryOut(_ group: [Pending]) async {
        guard ContinuousClock.now >= contendedUntil else { return await carryOutLocked(group) }
        do {
            let opening = try await log.open(tenant, commands: group.map(\.request.id))
            let settled = try await settle(group, opening) { try await self.log.append($0) }
            await finish(group, settled)
        } catch LogFailure.unknownTenant(let tenant) {
            refuse(group, with: CommandFailure.unknownTenant(tenant))
        } catch LogFailure.unreachable(let error) {
            // The lock would need a connection too, and the callers have waited long enough.
            logger.warning("commands meet no store", metadata: ["reason": "\(error)"])
            state.rollBack()
            refuse(group, with: CommandFailure.unavailable)
        } catch {
            logger.debug("the batch is decided again", metadata: ["reason": "\(error)"])
            state.rollBack()
            if case LogFailure.raced = error { contendedUntil = .now + Self.contention }
            if case LogFailure.outcomeUnknown = error {
                await carryOutLocked(group, mayBeStored: true)
            } else {
                await carryOutLocked(group)
            }
        }
    }

    /// The one path of everything that has failed: lock the head, see what is there, decide.
    ///
    /// Commands that took effect before the failure are found by their ids. When an event cannot
    /// be stored, each command goes alone, so that one bad command harms no other.
    ///
    /// - Parameter mayBeStored: An earlier attempt has ended without a word of its outcome.
    private func carryOutLocked(_ group: [Pending], mayBeStored: Bool = false) async {
        do {
            let settled = try await log.locked(tenant) { locked in
                let opening = try await locked.open(commands: group.map(\.request.id))
                return try await self.settle(group, opening) { try await locked.append($0) }
            }
            // Only now is it committed.
            await finish(group, settled)
        } catch LogFailure.invalid where group.count > 1 {
            state.rollBack()
            for pending in group { await carryOutLocked([pending], mayBeStored: mayBeStored) }
        } catch {
            state.rollBack()
            let failure = CommandFailure(error)
            if failure == nil || error is UnreadableEvent {
                logger.error("a command could not be stored", metadata: ["reason": "\(error)"])
            }
            let isUnknown = mayBeStored && failure == .unavailable
            refuse(group, with: isUnknown ? CommandFailure.outcomeUnknown : failure ?? error)
        }
    }

    /// What a group has come to, to be told once it is committed.
    private struct Settled: Sendable {
        let batch: Batch
        let addition: AppendBatch
    }

    /// Tells what is committed; whoever found the batch closed goes first into the next one.
    private func finish(_ group: [Pending], _ settled: Settled) async {
        state.commit(through: settled.addition.end)
        queue.prepend(contentsOf: group.dropFirst(settled.batch.verdicts.count))
        await answer(group, settled)
    }

    /// Decides the group from where the log stands, and appends; the caller commits the states, or
    /// rolls them back.
    private func settle(
        _ group: [Pending], _ opening: Opening,
        append: (AppendBatch) async throws -> Void
    ) async throws -> Settled {
        try await state.catchUp(to: opening.head)
        let now = max(try await time.now(), opening.recordedAt)
        let batch = try await decide(group, opening, at: now)
        let addition = batch.append(to: tenant, after: opening.head, at: now)
        if !addition.events.isEmpty { try await append(addition) }
        return Settled(batch: batch, addition: addition)
    }

    /// Decides as many of the group, from its beginning, as one batch takes.
    private func decide(
        _ group: [Pending], _ opening: Opening, at now: Timestamp
    ) async throws -> Batch {
        var batch = Batch()
        var bytes = 0
        for request in group.map(\.request) {
            if bytes >= Self.byteLimit { break }
            if let earlier = batch.earlierVerdict(on: request, known: opening.known) {
                batch.add(earlier)
                continue
            }
            do {
                let unit = try await state.decide(request, at: now)
                if request.isRehearsal {
                    batch.add(.rehearsed(unit.events))
                } else {
                    state.adopt(unit)
                    batch.accept(unit)
                    bytes += unit.byteCount
                }
            } catch let failure as LogFailure {
                throw failure
            } catch let unreadable as UnreadableEvent {
                throw unreadable
            } catch {
                batch.add(.refused(error))
            }
        }
        return batch
    }

    private func answer(_ group: [Pending], _ settled: Settled) async {
        let recorded = settled.addition.recorded
        for (pending, verdict) in zip(group, settled.batch.verdicts) {
            do {
                let outcome = try await outcome(of: verdict, recorded, at: settled.addition)
                pending.continuation.resume(returning: outcome)
            } catch {
                pending.continuation.resume(throwing: CommandFailure(error) ?? error)
            }
        }
    }

    private func outcome(
        of verdict: Batch.Verdict, _ recorded: [Recorded<EncodedEvent>], at addition: AppendBatch
    ) async throws -> Outcome {
        switch verdict {
        case .accepted(let range):
            let events = Array(recorded[range])
            return Outcome(
                position: events.last?.position ?? addition.end, events: events, isRepeat: false)
        case .repeated(let command):
            let events = try await log.events(of: command, in: tenant)
            return Outcome(
                position: events.last?.position ?? addition.end, events: events, isRepeat: true)
        case .rehearsed(let events):
            let rehearsal = AppendBatch(
                tenant: tenant, after: addition.end, recordedAt: addition.recordedAt,
                events: events)
            return Outcome(position: addition.end, events: rehearsal.recorded, isRepeat: false)
        case .refused(let error):
            throw try await withMissedEvents(error)
        }
    }

    /// Names the types of the events that a stale caller has missed.
    private func withMissedEvents(_ error: any Error) async throws -> any Error {
        guard case CommandFailure.stale(let stream, let expected, let current, _) = error else {
            return error
        }
        let missed = try await log.read(
            stream, of: tenant, after: expected, through: state.position,
            limit: LaneState.pageLimit)
        return CommandFailure.stale(
            stream, expected: expected, current: current, since: missed.map(\.event.type))
    }

    private func refuse(_ group: [Pending], with error: any Error) {
        for pending in group { pending.continuation.resume(throwing: error) }
    }
}
