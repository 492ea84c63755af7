import EventSourcing

extension Lanes {
    /// How many commands one call may bring.
    package static let batchLimit = 1000

    /// Carries out commands of one tenant in their order, together as far as a transaction takes
    /// them, each with its own outcome; `batchLimit` at most.
    ///
    /// - Throws: `CommandFailure.overloaded` or `.unavailable`; then nothing has been done.
    package func execute(
        batch: [CommandRequest]
    ) async throws -> [Result<Outcome, any Error>] {
        guard let tenant = batch.first?.tenant else { return [] }
        precondition(
            batch.count <= Self.batchLimit && batch.allSatisfy { $0.tenant == tenant },
            "a batch is one tenant's, and bounded")
        return await lane(of: tenant).submit(batch) { [signal] lane in
            if case .enqueued = signal.yield(lane) { true } else { false }
        }
    }
}

extension Lane {
    /// Waits for the outcomes of commands that go into the queue in their order.
    fileprivate func submit(
        _ batch: [CommandRequest], schedule: @escaping @Sendable (Lane) -> Bool
    ) async -> [Result<Outcome, any Error>] {
        // A task that is made on an actor and runs on it is enqueued there at once, so the order
        // of making is the order of the queue.
        let tasks = batch.map { request in
            Task { try await self.submit(request, schedule: schedule) }
        }
        var outcomes: [Result<Outcome, any Error>] = []
        for task in tasks { outcomes.append(await task.result) }
        return outcomes
    }
}
