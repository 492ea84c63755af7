import EventSourcing

/// What a batch has come to, to be told once it is committed.
struct Settled: Sendable {
    let verdicts: [(Pending, Batch.Verdict)]
    let addition: AppendBatch
}

extension Lane {
    /// Answers each command: at once where everything is here, and the others when what they ask
    /// for has been read.
    func answer(_ settled: Settled) async {
        let recorded = settled.addition.recorded
        var late: [(Pending, Batch.Verdict)] = []
        for (pending, verdict) in settled.verdicts {
            switch verdict {
            case .accepted(let range):
                let events = Array(recorded[range])
                pending.answer(
                    .success(
                        Outcome(
                            position: events.last?.position ?? settled.addition.end,
                            events: events, isRepeat: false)))
            case .rehearsed(let events):
                pending.answer(.success(rehearsal(events, behind: settled.addition)))
            case .repeated, .refused(CommandFailure.stale):
                late.append((pending, verdict))
            case .refused(let error):
                pending.refuse(with: error)
            }
        }
        guard !late.isEmpty else { return }
        let position = state.position
        await withDiscardingTaskGroup { group in
            for (pending, verdict) in late {
                group.addTask { await self.answerLate(pending, verdict, at: position) }
            }
        }
    }

    private func rehearsal(_ events: [NewEvent], behind addition: AppendBatch) -> Outcome {
        let rehearsal = AppendBatch(
            tenant: tenant, after: addition.end, recordedAt: addition.recordedAt, events: events)
        return Outcome(position: addition.end, events: rehearsal.recorded, isRepeat: false)
    }

    private nonisolated func answerLate(
        _ pending: Pending, _ verdict: Batch.Verdict, at position: Position
    ) async {
        do {
            switch verdict {
            case .repeated(let command):
                let events = try await log.events(of: command, in: tenant)
                guard let last = events.last else { throw CommandFailure.unavailable }
                pending.answer(
                    .success(Outcome(position: last.position, events: events, isRepeat: true)))
            case .refused(CommandFailure.stale(let stream, let expected, let current, _)):
                let missed = try await log.read(
                    stream, of: tenant, after: expected, through: position,
                    limit: LaneState.pageLimit)
                pending.refuse(
                    with: CommandFailure.stale(
                        stream, expected: expected, current: current,
                        since: missed.map(\.event.type)))
            case .accepted, .rehearsed, .refused:
                preconditionFailure("these are answered at once")
            }
        } catch {
            refusals.add(1, of: tenant, after: error)
            pending.refuse(with: CommandFailure(error) ?? error)
        }
    }
}
