import EventSourcing
import Logging

/// Where a lane stands in the line of those who write to its tenant.
enum Turn {
    case none
    case waiting
    /// The lane writes, until a time; resuming `over` lets the next one have its turn.
    case running(until: ContinuousClock.Instant, over: CheckedContinuation<Void, Never>)
    /// Given up, which the log has not confirmed yet.
    case ending
    /// The line was too long, or nobody could stand in it: the next group goes by the head's lock,
    /// and so does what comes until a time.
    case missed(until: ContinuousClock.Instant)

    /// Whether something is still to come of it.
    var isUnderWay: Bool {
        switch self {
        case .waiting, .running, .ending: true
        case .none, .missed: false
        }
    }
}

/// Lanes that are in each other's way, in several processes, take turns.
///
/// ```
///   raced ──▶ waiting ──▶ running ──▶ ending ──▶ waiting … until nobody else has written for a while
///                │ nobody lets it pass
///                └──────▶ missed: carryOutLocked
/// ```
///
/// Whoever's turn it is catches up once with what the others have appended, and then writes as if it
/// were alone. Under the head's lock each would catch up for every batch, while the others wait for
/// that batch alone. All of it is courtesy: what is appended out of turn, by whoever takes none or
/// has lost it, meets the head's check as ever. What has failed in a turn is carried out within it:
/// behind it, it would be in the way of the next one, and that of the one behind it, for ever.
extension Lane {
    /// How long a lane decides in its turn. What is decided by then still goes out, three batches at
    /// most, one behind the other.
    static let turnLength = Duration.milliseconds(20)

    /// Whether commands may be decided ahead of what the log has confirmed.
    var mayDecide: Bool {
        switch turn {
        case .none, .missed: !isContended
        case .running(let end, _): ContinuousClock.now < end
        case .waiting, .ending: false
        }
    }

    private var isContended: Bool { ContinuousClock.now < contendedUntil }

    /// Begins a turn or ends it, when nothing is on its way or could be sent off.
    ///
    /// - Returns: Whether there may be more to do now.
    func keepTurns(_ group: inout DiscardingTaskGroup) async -> Bool {
        switch turn {
        case .running:
            // Those who have just been answered may be about to bring their next command.
            for _ in 0..<Self.returnSteps where queue.isEmpty { await Task.yield() }
            if queue.isEmpty || !mayDecide { endTurn() }
        case .none where isContended && !queue.isEmpty:
            turn = .waiting
            group.addTask { await self.takeTurn() }
        case .missed(let end) where isContended && !queue.isEmpty:
            if ContinuousClock.now >= end { turn = .none }
            let waiting = takeGroup()
            await warmUp(for: waiting)
            await carryOutLocked(waiting)
        case .none, .missed, .waiting, .ending:
            return false
        }
        return true
    }

    /// Lets the next one have its turn.
    private func endTurn() {
        guard case .running(_, let over) = turn else { return }
        turn = .ending
        over.resume()
    }

    private func takeTurn() async {
        var next = Turn.none
        do {
            try await log.turn(of: tenant, for: state.concern) {
                try await self.useTurn(from: $0)
            }
        } catch {
            logger.debug("a lane has no turn", metadata: ["reason": "\(error)"])
            // One that ends badly has been one.
            if case .waiting = turn { next = .missed(until: .now + detour(after: error)) }
        }
        turn = next
        news.ring()
    }

    /// Catches up, and returns when the turn is over.
    private func useTurn(from opening: Opening) async throws {
        // The others are still there.
        if opening.head != state.position { contendedUntil = .now + contention }
        try await state.catchUp(to: opening)
        await withCheckedContinuation { over in
            turn = .running(until: .now + Self.turnLength, over: over)
            news.ring()
        }
    }

    /// Whoever cannot even stand in line does not wait for that with every group.
    private func detour(after failure: any Error) -> Duration {
        if case LogFailure.unreachable = failure { contention } else { .zero }
    }
}
