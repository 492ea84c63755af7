import DequeModule
import EventSourcing
import Logging
import Synchronization

/// The one writer of a tenant in this process: decides in memory, commits in groups.
///
/// While batches are on their way to the log, the next is decided on the states that they will
/// leave. It goes out when the last of them is committed, or, where it is large enough, right behind
/// it: the head moves only from where the one before has left it. So groups form without a timer,
/// deciding costs no time of the log's, and the log need not wait for the lane.
///
/// ```
///              decide                 depart                 committed
///   queue ───────────────▶  next  ───────────────▶  flights ───────────────▶  answers
///     ▲                      │                        │ raced, refused, unknown
///     └── what is too much ──┴──── carryOutLocked ◀───┘
/// ```
///
/// Nothing is read to begin a batch. An append that succeeds at the lane's position proves that
/// nothing has happened which the lane has not seen, and the log's key on commands that none has
/// taken effect before. What leaves no event (a refusal, a command with nothing to do, a repeat, a
/// rehearsal) is asked beside the append, or by a question of its own, after the command has come:
/// it is as current as what is stored. Whatever fails takes one path, `Lane+Recovery`: lock the
/// head, see what is there, decide again. So correctness does not rest on there being one lane; lanes
/// of several processes that meet take turns, `Lane+Turns`, for speed alone.
actor Lane {
    /// How many commands may wait.
    static let queueLimit = 2000
    /// What a caller is told to wait when the queue is full.
    static let retryAfter = Duration.seconds(1)
    /// What a caller needs to be back: it is resumed, calls, and comes in.
    static let returnSteps = 3

    let tenant: TenantID
    let log: any EventLog
    let time: any TimeSource
    let logger: Logger
    let refusals: RefusalRecord
    let state: LaneState
    /// How long it takes turns with another writer whom it has met.
    let contention: Duration
    private let admission: Admission

    var queue = Deque<Pending>()
    /// How many calls have brought commands.
    private(set) var submissions = 0
    /// Decided on top of what is in flight, and not sent.
    var next = Batch()
    /// Sent, and not known to be committed; the earliest first.
    private var flights: [Flight] = []
    /// The commands of flights that have failed, or are not known to have been committed.
    var lost: [Pending] = []
    /// Why everything that is newer than the log has to be decided again.
    var failure: (any Error)?
    var contendedUntil = ContinuousClock.now
    /// Where it stands in the line of those who write to the tenant.
    var turn = Turn.none
    /// How many callers have been answered since a batch departed last.
    private var answered = 0
    /// Somebody drains this lane, or is about to.
    private var isScheduled = false
    /// Something has come in, or has ended.
    let news = Bell()
    /// Nobody is to wait for more work any longer.
    private let isRetired = Atomic(false)

    init(
        tenant: TenantID, log: any EventLog, codec: EventCodec, time: any TimeSource,
        limits: LaneLimits, logger: Logger, refusals: RefusalRecord
    ) {
        self.tenant = tenant
        self.log = log
        self.time = time
        self.logger = logger
        self.refusals = refusals
        admission = limits.admission
        contention = limits.contention
        state = LaneState(tenant: tenant, log: log, codec: codec, memory: limits.memory)
    }

    /// Carries commands out in their order; `schedule` sees to it that somebody drains the lane,
    /// and says whether anybody will.
    ///
    /// - Returns: For each command, in their order, what it has come to. Behind one that the store
    ///   has kept from being decided nothing is decided either.
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
            submissions += 1
            for (index, request) in requests.enumerated() {
                queue.append(
                    Pending(request: request, submission: submissions) { answers.set(index, $0) })
            }
            news.ring()
        }
    }

    /// Carries one command out; see `submit(_:schedule:)` for many.
    func submit(_ request: CommandRequest, schedule: (Lane) -> Bool) async throws -> Outcome {
        try await submit([request], schedule: schedule)[0].get()
    }

    /// Decides and commits what comes, until the lane is retired and has no work left.
    ///
    /// A lane without work waits here for more: to be scheduled anew would cost a lonely writer two
    /// more changes of threads for each command.
    func drain() async {
        repeat {
            await withDiscardingTaskGroup { group in
                while await workOn(&group) {}
            }
        } while !queue.isEmpty
        isScheduled = false
    }

    /// Lets `drain` end when there is no work left.
    nonisolated func retire() {
        isRetired.store(true, ordering: .releasing)
        news.ring()
    }

    /// - Returns: Whether there may be more to do.
    private func workOn(_ group: inout DiscardingTaskGroup) async -> Bool {
        await decideWaiting()
        if mayDepart {
            if answered > 0 {
                await letCallersReturn()
            } else {
                depart(in: &group)
            }
            return true
        }
        if flights.isEmpty {
            if failure != nil {
                await recover()
                return true
            }
            if await keepTurns(&group) { return true }
        }
        // The contention has ended since the beginning of this round.
        if !queue.isEmpty, flights.isEmpty, !turn.isUnderWay { return true }
        let isDone = queue.isEmpty && next.isEmpty && flights.isEmpty && !turn.isUnderWay
        if isDone, isRetired.load(ordering: .acquiring) { return false }
        await news.wait()
        return true
    }

    /// Lets those who have just been answered bring their next command along into this batch.
    ///
    /// Without it writers fall into two halves that wait for each other's commits for ever. Nobody
    /// waits for a time: who is not back by then takes the next batch.
    private func letCallersReturn() async {
        for _ in 0..<Self.returnSteps where next.count + queue.count < answered {
            await Task.yield()
        }
        answered = 0
    }

    // MARK: Deciding

    /// Decides what waits, as far as the next batch has room.
    private func decideWaiting() async {
        do {
            while mayDecide, failure == nil, !next.isFull, next.count < share,
                let pending = takeFirst()
            {
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

    /// How many commands the next batch may take: half of all that are here, where that is worth two
    /// transactions. So that while the log carries out one half, the callers of the other are
    /// answered, come back, and are decided.
    private var share: Int {
        let count = flights.reduce(next.count + queue.count) { $0 + $1.batch.count }
        return count < Flight.limit * Flight.worth ? count : (count + 1) / Flight.limit
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

    func takeFirst() -> Pending? {
        guard let pending = queue.popFirst() else { return nil }
        admission.leave(1)
        return pending
    }

    func takeGroup() -> [Pending] {
        let group = Array(queue.prefix(Batch.limit))
        queue.removeFirst(group.count)
        admission.leave(group.count)
        return group
    }

    // MARK: Committing

    /// Whether the next batch goes now. What stores nothing only asks, beside what is stored, so
    /// nothing is on its way then.
    private var mayDepart: Bool {
        guard failure == nil, !next.isEmpty else { return false }
        guard !flights.isEmpty else { return true }
        return flights.count < Flight.limit && next.count >= Flight.worth
            && !next.events.isEmpty && !flights.contains { $0.addition.isQuestion }
    }

    /// Closes the next batch, and sends it off.
    private func depart(in group: inout DiscardingTaskGroup) {
        let previous = flights.last
        let addition = next.addition(
            to: tenant, after: previous?.addition.end ?? state.position,
            behind: previous?.addition.events.last?.commandID,
            recordedAt: previous?.addition.recordedAt ?? state.recordedAt)
        state.seal()
        let flight = Flight(batch: next, addition: addition)
        flights.append(flight)
        next = Batch()
        group.addImmediateTask { [departure = flight.departure, ahead = previous?.departure] in
            await self.fly(addition, through: departure, behind: ahead)
        }
    }

    /// Appends what has departed, and answers when that is committed.
    private func fly(
        _ addition: AppendBatch, through departure: Bell, behind previous: Bell?
    ) async {
        await previous?.wait()
        let outcome: Flight.Outcome
        do {
            // What it rests on has failed already.
            guard lost.isEmpty else { throw LogFailure.raced(tenant) }
            outcome = .success(try await log.append(addition) { departure.ring() })
        } catch {
            outcome = .failure(error)
        }
        departure.ring()
        let landed = land(departure, outcome)
        news.ring()
        for settled in landed { await answer(settled) }
    }

    /// Commits what has ended, in its order. Behind one that has failed nothing counts as committed
    /// before a look under the lock.
    private func land(_ departure: Bell, _ outcome: Flight.Outcome) -> [Settled] {
        for index in flights.indices where flights[index].departure === departure {
            flights[index].outcome = outcome
        }
        var landed: [Settled] = []
        while let flight = flights.first, let outcome = flight.outcome {
            flights.removeFirst()
            switch outcome {
            case .success(let known) where lost.isEmpty:
                answered += flight.batch.count
                state.commit(through: flight.addition.end, at: flight.addition.recordedAt)
                landed.append(
                    Settled(verdicts: flight.batch.settled(known), addition: flight.addition))
            case .success:
                lost += flight.batch.group
            case .failure(LogFailure.raced) where flight.addition.behind != nil && lost.isEmpty:
                // The one before was stored, on another way, and this one did not see it.
                failure = Overtaken()
                lost += flight.batch.group
            case .failure(let error):
                if lost.isEmpty { failure = error }
                lost += flight.batch.group
            }
        }
        return landed
    }
}
