import EventSourcing
import EventStorage
import Foundation
import Logging
import Policies
import ServiceLifecycle

/// Gives the commands whose time has come, as the actor `clock`.
///
/// A deadline stays until its command is settled, so a killed process is made up for by the next
/// one; the command's id derives from the deadline, so two processes act once.
package struct DeadlineClock: Service {
    /// How often it looks.
    static let interval = Duration.milliseconds(500)
    /// The sender in the derivation of command ids.
    package static let name = "deadline"

    private let lanes: Lanes
    private let state: PolicyState
    private let time: any TimeSource
    /// So that one of several processes looks; where there is none, each does.
    private let lease: Lease?
    private let logger: Logger
    private let turns = TenantTurns()

    /// - Parameter time: The database's, so that all processes agree on what is due.
    package init(
        lanes: Lanes, state: PolicyState, time: any TimeSource, lease: Lease? = nil, logger: Logger
    ) {
        self.lanes = lanes
        self.state = state
        self.time = time
        self.lease = lease
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    do {
                        if try await lease?.hold() ?? true { try await beginTurns(in: &group) }
                    } catch {
                        // A shutdown interrupts a read, which is nothing to speak of.
                        guard !Task.isCancelled else { return }
                        logger.warning("deadlines wait", metadata: ["reason": "\(error)"])
                    }
                    // A cancelled sleep ends the loop.
                    try? await Task.sleep(for: Self.interval)
                }
            }
        }
        await lease?.giveUp(logger)
    }

    /// Begins a turn for each tenant that has something due, as far as there is room.
    private func beginTurns(in group: inout DiscardingTaskGroup) async throws {
        let now = try await time.now()
        var isMore = true
        while isMore {
            // Who has a turn, or must wait, hides nobody else.
            let page = try await state.due(at: now, outside: await turns.closed)
            for held in page.held {
                logger.error("a deadline is held", metadata: ["deadline": "\(held)"])
            }
            let byTenant = Dictionary(grouping: page.deadlines, by: \.tenant).sorted {
                $0.key < $1.key
            }
            for (tenant, deadlines) in byTenant {
                guard await turns.take(tenant) else { return }
                group.addTask { await takeTurn(of: tenant, deadlines) }
            }
            isMore = page.isFull
        }
    }

    /// Gives a tenant's commands in the order in which they are due, until one has to wait.
    private func takeTurn(of tenant: TenantID, _ deadlines: [PolicyState.Deadline]) async {
        var hasFailed = false
        for deadline in deadlines {
            do {
                try await give(deadline)
            } catch {
                hasFailed = true
                guard !Task.isCancelled else { break }
                logger.warning(
                    "a deadline waits",
                    metadata: [
                        "tenant": "\(tenant)", "key": "\(deadline.key)", "reason": "\(error)",
                    ])
                // A command that cannot be read stands in nobody's way, and may be a newer
                // release's.
                guard error is DecodingError else { break }
                await lease?.giveUp(logger)
            }
        }
        await turns.end(tenant, hasFailed: hasFailed)
    }

    private func give(_ deadline: PolicyState.Deadline) async throws {
        let command = try JSONDecoder().decode(PolicyCommand.self, from: Data(deadline.wish))
        try await lanes.settle(
            command.request(
                in: deadline.tenant, from: .clock, sender: Self.name, cause: deadline.cause))
        try await state.complete(deadline)
    }
}

extension DatabaseTime: TimeSource {}
