import DequeModule
import EventSourcing
import Logging

/// The one writer of a tenant in this process: decides in memory, commits in groups.
///
/// Two batches are under way. One is on its way to the log; the next is decided meanwhile, on the
/// states that the first will leave, and goes out when the first is committed. So groups form
/// without a timer, and deciding costs no time of the log's.
///
/// ```
///              decide                 depart                 committed
///   queue ───────────────▶  next  ───────────────▶  flight  ───────────────▶  answers
///     ▲                      │                        │ raced, refused, unknown
///     └── what is too much ──┴──── carryOutLocked ◀───┘
/// ```
///
/// Nothing is read to begin a batch. An append that succeeds at the lane's position proves that
/// nothing has happened which the lane has not seen, and the log's key on commands that none has
/// taken effect before. What leaves no event (a refusal, a command with nothing to do, a repeat, a
/// rehearsal) is asked beside the append, or by a question of its own, after the command has come:
/// it is as current as what is stored. Whatever fails takes one path, `Lane+Recovery`: lock the
/// head, see what is there, decide again. So correctness does not rest on there being one lane.
actor Lane {
    /// How many commands may wait.
    static let queueLimit = 2000
    /// What a caller is told to wait when the queue is full.
    static let retryAfter = Duration.seconds(1)
    /// How long a lane whose append has failed locks the head before it decides: a lock is fair,
    /// and what is decided under it is decided once.
    static let contention = Duration.seconds(1)

    let tenant: TenantID
    let log: any EventLog
    let time: any TimeSource
    let logger: Logger
    let state: LaneState
    private let admission: Admission

    var queue = Deque<Pending>()
    /// Decided on top of what is in flight, and not sent.
    var next = Batch()
    /// Sent, and not committed.
    private var flight: Batch?
    /// The commands of a flight that has failed, or is not known to have been committed.
    var lost: [Pending] = []
    /// Why everything that is newer than the log has to be decided again.
    var failure: (any Error)?
    var contendedUntil = ContinuousClock.now
    /// Flights and answers that are being worked on.
    private var errands = 0
    /// Somebody drains this lane, or is about to.
    private var isScheduled = false
    private var waitingForNews: CheckedContinuation<Void, Never>?

    init(
        tenant: TenantID, log: any EventLog, codec: EventCodec, time: any TimeSource,
        limits: LaneLimits, logger: Logger
    ) {
        self.tenant = tenant
        self.log = log
        self.time = time
        self.logger = logger
        admission = limits.admission
        state = LaneState(tenant: tenant, log: log, codec: codec, memory: limits.memory)
    }

    /// Carries commands out in their order; `schedule` sees to it that somebody drains the lane,
    /// and says whether anybody will.
    ///
    /// - Returns: For each command, in their order, what it has come to.
    /// - Throws: `CommandFailure.overloaded` where the lane's queue, or the process's, is full;
    ///   `.unavailable` where nobody drains it. Then nothing has been done.
    func submit(
        _ requests: [CommandRequest], schedule: (Lane) -> Bool
    ) async throws -> [Result<Outcome, any Error>] {
        guard queue.count + requests.count <= Self.queueLimit, admission.enter(requests.count)
        else { throw CommandFailure.overloaded(retryAfter: Self.retryAfter) }
        if !isScheduled { isScheduled = schedule(self) }
        guard isScheduled else {
            admission.leave(requests.count)
            throw CommandFailure.unavailable
        }
        return await withCheckedContinuation { answer in
            let answers = Answers(count: requests.count, then: answer)
            for (index, request) in requests.enumerated() {
                queue.append(Pending(request: request) { answers.set(index, $0) })
            }
            tellNews()
        }
    }

    /// Carries one command out; see `submit(_:schedule:)` for many.
    func submit(_ request: CommandRequest, schedule: (Lane) -> Bool) async throws -> Outcome {
        try await submit([request], schedule: schedule)[0].get()
    }

    /// Decides and commits until nobody waits.
    func drain() async {
        while !queue.isEmpty {
            await withDiscardingTaskGroup { group in
                while await workOn(&group) {}
            }
        }
        isScheduled = false
    }

    /// - Returns: Whether there may be more to do.
    private func workOn(_ group: inout DiscardingTaskGroup) async -> Bool {
        let isContended = ContinuousClock.now < contendedUntil
        if !isContended { await decideWaiting() }
        if flight == nil {
            if failure != nil {
                await recover()
                return true
            }
            if !next.isEmpty {
                let addition = depart()
                group.addTask { await self.fly(addition) }
                return true
            }
            if isContended, !queue.isEmpty {
                let group = takeGroup()
                await warmUp(for: group)
                await carryOutLocked(group)
                return true
            }
        }
        guard flight != nil || errands > 0 else { return !queue.isEmpty }
        await news()
        return true
    }

    // MARK: News

    /// Returns when something has come in or has ended since the lane looked last.
    private func news() async {
        await withCheckedContinuation { waitingForNews = $0 }
    }

    private func tellNews() {
        waitingForNews?.resume()
        waitingForNews = nil
    }

    // MARK: Deciding

    /// Decides what waits, as far as the next batch has room.
    private func decideWaiting() async {
        do {
            while failure == nil, !next.isFull, let pending = takeFirst() {
                let now = max(try await time.now(), state.recordedAt)
                next.take(pending, at: now)
                if !state.isPlaced {
                    try await state.catchUp(to: try await log.open(tenant, commands: []))
                }
                try await decide(pending.request, in: next, at: now)
            }
        } catch {
            failure = failure ?? error
        }
    }

    /// - Parameter known: Commands that have taken effect, besides those that the lane has seen.
    /// - Throws: Where the log fails; then the command has no verdict yet.
    func decide(
        _ request: CommandRequest, in batch: Batch, known: [CommandID: BodyDigest] = [:],
        at now: Timestamp
    ) async throws {
        let digest = known[request.id] ?? state.recent[request.id]
        if let earlier = batch.earlierVerdict(on: request, known: digest) {
            return batch.add(earlier)
        }
        do {
            let unit = try await state.decide(request, at: now)
            guard !request.isRehearsal else { return batch.add(.rehearsed(unit.events)) }
            state.adopt(unit)
            batch.accept(unit)
        } catch let failure as LogFailure {
            throw failure
        } catch let broken as BrokenStream {
            throw broken
        } catch {
            batch.add(.refused(CommandFailure(error) ?? error))
        }
    }

    private func takeFirst() -> Pending? {
        guard let pending = queue.popFirst() else { return nil }
        admission.leave(1)
        return pending
    }

    private func takeGroup() -> [Pending] {
        let group = Array(queue.prefix(Batch.limit))
        queue.removeFirst(group.count)
        admission.leave(group.count)
        return group
    }

    // MARK: Committing

    /// Closes the next batch, to be sent off.
    private func depart() -> AppendBatch {
        let addition = next.addition(
            to: tenant, after: state.position, recordedAt: state.recordedAt)
        state.seal()
        flight = next
        next = Batch()
        errands += 1
        return addition
    }

    /// Appends what has departed, and answers when that is committed.
    private func fly(_ addition: AppendBatch) async {
        defer {
            errands -= 1
            tellNews()
        }
        do {
            let known = try await log.append(addition)
            guard let batch = flight else { return }
            flight = nil
            state.commit(through: addition.end, at: addition.recordedAt)
            tellNews()
            await answer(Settled(verdicts: batch.settled(known), addition: addition))
        } catch {
            lost = flight?.group ?? []
            flight = nil
            failure = error
        }
    }
}
