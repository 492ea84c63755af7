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
    static let name = "deadline"

    private let lanes: Lanes
    private let state: PolicyState
    private let time: any TimeSource
    private let logger: Logger

    /// - Parameter time: The database's, so that all processes agree on what is due.
    package init(lanes: Lanes, state: PolicyState, time: any TimeSource, logger: Logger) {
        self.lanes = lanes
        self.state = state
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await giveWhatIsDue()
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

    private func giveWhatIsDue() async throws {
        for deadline in try await state.due(at: try await time.now()) {
            do {
                try await give(deadline)
            } catch {
                // One tenant's trouble keeps nobody else waiting.
                guard !Task.isCancelled else { return }
                logger.warning(
                    "a deadline waits",
                    metadata: [
                        "tenant": "\(deadline.tenant)", "key": "\(deadline.key)",
                        "reason": "\(error)",
                    ])
            }
        }
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
