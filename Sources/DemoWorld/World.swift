import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Logging

/// An invented world: networks of schools and some weeks of their clubs' lives.
///
/// Each network is played on a log in memory, and every batch goes at once right behind what is in
/// the real one. What is there already is compared instead: a run that was cut off goes on where it
/// stopped, and two runs at once make one world.
package struct World: Sendable {
    /// How many networks are played side by side.
    static let parallelLimit = 8

    let plan: WorldPlan
    /// How many commands go to a lane together; the log does not depend on it.
    let batchLimit: Int

    package init(_ plan: WorldPlan, batchLimit: Int = Lanes.batchLimit) {
        self.plan = plan
        self.batchLimit = batchLimit
    }

    /// Makes the world in `log`, or what is missing of it.
    ///
    /// - Parameters:
    ///   - policyState: Where the service's policies go on from; they have reacted already.
    ///   - progress: Told of each network that is whole.
    /// - Throws: `WorldFailure`, or a failure of the log.
    package func make(
        in log: some EventLog, policyState: PolicyState?,
        progress: @escaping @Sendable (NetworkPlan, WorldSummary) -> Void = { _, _ in }
    ) async throws -> WorldSummary {
        try await withThrowingTaskGroup(of: (NetworkPlan, WorldSummary).self) { group in
            var waiting = plan.networks[...]
            var sum = WorldSummary()
            func begin() {
                guard let network = waiting.popFirst() else { return }
                group.addTask {
                    (network, try await make(network, in: log, policyState: policyState))
                }
            }
            for _ in 0..<Self.parallelLimit { begin() }
            while let (network, summary) = try await group.next() {
                progress(network, summary)
                sum = sum + summary
                begin()
            }
            return sum
        }
    }

    /// Plays the world in memory alone, and tells of every command in its order, network by
    /// network.
    package func tell(
        _ listener:
            @escaping @Sendable (NetworkPlan, CommandRequest, Timestamp) async throws -> Void
    ) async throws -> WorldSummary {
        var sum = WorldSummary()
        for network in plan.networks {
            let (summary, _) = try await play(network, on: MemoryLog()) { request, time in
                try await listener(network, request, time)
            }
            sum = sum + summary
        }
        return sum
    }

    private func make(
        _ network: NetworkPlan, in log: some EventLog, policyState: PolicyState?
    ) async throws -> WorldSummary {
        try await log.create(network.tenant, slug: network.slug)
        let transcript = Transcript(of: network, in: log)
        let mirror = MemoryLog { try await transcript.take($0) }
        let (summary, deadlines) = try await play(network, on: mirror, listener: nil)
        try await transcript.finish()
        let last = try await log.read(
            network.tenant, after: Position(await transcript.head.value - 1), types: nil, limit: 1)
        if let policyState, let last = last.first?.mark,
            try await policyState.checkpoint(of: network.tenant) == .start
        {
            do {
                try await policyState.advance(
                    network.tenant, from: .start, to: last, setting: deadlines, clearing: [])
            } catch is PolicyState.Overtaken {
                // Another run has noted the same.
            }
        }
        return summary
    }

    private func play(
        _ network: NetworkPlan, on log: MemoryLog, listener: NetworkRun.Listener?
    ) async throws -> (WorldSummary, [PolicyState.Deadline]) {
        try await log.create(network.tenant, slug: network.slug)
        let clock = ScriptedTime(plan.start)
        let lanes = Lanes(
            log: log, codec: .catalog, time: clock,
            // Whoever makes the world is told by what this throws.
            logger: Logger(label: "clubs.world") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await lanes.run() }
        defer { running.cancel() }
        var run = NetworkRun(
            plan: network, lanes: lanes, clock: clock, batchLimit: batchLimit, listener: listener)
        let deadlines = try await run.play()
        return (run.summary, deadlines)
    }
}

/// Why a world cannot be made where it was to be.
package enum WorldFailure: Error, Equatable {
    /// What stands in the tenant's log is another story.
    case otherEvents(slug: String, behind: Position)
}
