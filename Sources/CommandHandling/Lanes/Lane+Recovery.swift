import EventSourcing
import EventStorage
import Logging

/// The one path of everything that has failed: lock the head, see what is there, decide again.
///
/// The lock waits out a backend that is still committing, so afterwards every command is either
/// found by its id or has not taken effect.
extension Lane {
    /// Drops what is newer than the log, and carries out the commands that it was made for.
    func recover() async {
        guard let failure else { return }
        var group = lost
        if case LogFailure.outcomeUnknown = failure {
            for index in group.indices { group[index].mayBeStored = true }
        }
        group += next.group
        self.failure = nil
        lost = []
        next = Batch()
        state.rollBack()
        switch failure {
        case LogFailure.unknownTenant(let tenant):
            group += takeWaiting(through: group.last?.submission ?? 0)
            for pending in group { pending.refuse(with: CommandFailure.unknownTenant(tenant)) }
        case LogFailure.unreachable:
            // The lock would need a connection too, and the callers have waited long enough.
            refuse(group + takeWaiting(through: submissions), after: failure)
        default:
            logger.debug("a batch is decided again", metadata: ["reason": "\(failure)"])
            contendedUntil = .now + contention(after: failure)
            await carryOutLocked(group)
        }
    }

    /// A look under the lock would have shown who was faster, or what is in the log already.
    private func contention(after failure: any Error) -> Duration {
        switch failure {
        case LogFailure.raced, LogFailure.invalid: contention
        default: .zero
        }
    }

    /// Decides the commands once and keeps nothing of it but the streams that it has read, so that
    /// nobody waits for a lock while its holder reads.
    func warmUp(for group: [Pending]) async {
        guard state.isPlaced else { return }
        for pending in group {
            do {
                _ = try await state.decide(pending.request, at: state.recordedAt)
            } catch {
                // Nothing rests on it: what it comes to is decided, and told, under the lock.
                continue
            }
        }
    }

    /// Carries the group out under the lock, in as few transactions as it fits into.
    ///
    /// When an event cannot be stored, half as many are tried, and so on, so that one bad command
    /// harms no other. Behind what the store does not answer for, nothing of the same submission is
    /// tried, and nothing that has waited in vain for as long.
    func carryOutLocked(_ group: [Pending]) async {
        var rest = group[...]
        var size = rest.count
        while !rest.isEmpty {
            let part = Array(rest.prefix(size))
            let newest = submissions
            do {
                let settled = try await log.locked(tenant) { try await self.settle(part, in: $0) }
                // Only now is it committed.
                state.commit(through: settled.addition.end, at: settled.addition.recordedAt)
                rest = rest.dropFirst(settled.verdicts.count)
                await answer(settled)
                size *= 2
            } catch LogFailure.invalid where part.count > 1 {
                state.rollBack()
                size = part.count / 2
            } catch {
                state.rollBack()
                refuse(part, after: error)
                rest = rest.dropFirst(part.count)
                // What cannot be stored is that command's own fault.
                if case LogFailure.invalid = error { continue }
                let last = max(
                    part.last?.submission ?? 0, waitedInVain(after: error, begunAt: newest))
                let behind = rest.prefix { $0.submission <= last }
                rest = rest.dropFirst(behind.count)
                refuse(behind + takeWaiting(through: last), after: Self.untried(after: error))
            }
        }
    }

    /// The last submission whose commands would only wait once more for what an attempt has waited
    /// for; 0 where another attempt may do at once.
    ///
    /// Without a connection nobody behind it gets one sooner. A lock is waited for by those who have
    /// come meanwhile for as long as by those before: it may be let go within their time.
    private func waitedInVain(after error: any Error, begunAt newest: Int) -> Int {
        switch error {
        case LogFailure.unreachable: submissions
        case let failure as LogFailure where failure.isLockTimeout: newest
        default: 0
        }
    }

    /// Takes what still waits of all submissions up to one, to be refused.
    ///
    /// What is left of the one that has failed was to be decided behind it. It would find another
    /// world than its sender has meant, so it is to be sent again in the same order.
    private func takeWaiting(through submission: Int) -> [Pending] {
        var waiting: [Pending] = []
        while let next = queue.first, next.submission <= submission, let pending = takeFirst() {
            waiting.append(pending)
        }
        return waiting
    }

    /// Decides as many of the group, from its beginning, as one batch takes, and appends; the
    /// caller commits the states, or rolls them back.
    private func settle(_ group: [Pending], in locked: any LockedLog) async throws -> Settled {
        let opening = try await locked.open(
            commands: group.map(\.request.id), from: state.isPlaced ? state.position : nil)
        try await state.catchUp(to: opening)
        let batch = Batch()
        for pending in group {
            if batch.isFull { break }
            let now = max(try await time.now(), opening.recordedAt)
            batch.take(pending, at: now)
            try await decide(pending.request, in: batch, known: opening.known, at: now)
        }
        state.seal()
        let addition = batch.addition(
            to: tenant, after: opening.head, recordedAt: opening.recordedAt)
        if !addition.events.isEmpty { try await locked.append(addition) }
        return Settled(verdicts: batch.settled(opening.known), addition: addition)
    }

    /// What it means for commands that were not sent: their outcome is known.
    private static func untried(after error: any Error) -> any Error {
        if case LogFailure.outcomeUnknown(let reason) = error {
            LogFailure.unavailable(reason)
        } else {
            error
        }
    }

    private func refuse(_ group: some Collection<Pending>, after error: any Error) {
        guard !group.isEmpty else { return }
        refusals.add(group.count, of: tenant, after: error)
        let failure = CommandFailure(error)
        for pending in group {
            let isUnknown = pending.mayBeStored && failure == .unavailable
            pending.refuse(with: isUnknown ? CommandFailure.outcomeUnknown : failure ?? error)
        }
    }
}
