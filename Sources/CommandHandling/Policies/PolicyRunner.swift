import Catalog
import EventSourcing
import EventStorage
import Foundation
import Logging
import Policies
import ServiceLifecycle

/// Gives every event to every policy, in order, and carries out what follows.
///
/// The checkpoint moves behind the commands, so a process that is killed in between runs a policy
/// twice; its commands' ids derive from the event, so it acts once.
package struct PolicyRunner: Service {
    /// How many events are read at a time.
    static let pageLimit = 200
    /// How many tenants are looked at with one question.
    static let headLimit = 1000
    /// How often the heads are looked at, in case a wake-up was lost.
    static let pollInterval = Duration.seconds(1)

    private let log: any EventLog
    private let lanes: Lanes
    private let state: PolicyState
    private let policies: [any Policy]
    private let codec: EventCodec
    private let logger: Logger

    package init(
        log: any EventLog, lanes: Lanes, state: PolicyState, codec: EventCodec, logger: Logger,
        policies: [any Policy] = PolicyCatalog.all
    ) {
        self.log = log
        self.lanes = lanes
        self.state = state
        self.policies = policies
        self.codec = codec
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let (wakes, wake) = AsyncStream.makeStream(
                    of: Void.self, bufferingPolicy: .bufferingNewest(1))
                group.addTask {
                    for await _ in await log.watermarks.changes() { wake.yield() }
                }
                group.addTask {
                    while !Task.isCancelled {
                        wake.yield()
                        // A cancelled sleep ends the loop.
                        try? await Task.sleep(for: Self.pollInterval)
                    }
                    wake.finish()
                }
                var checkpoints: [TenantID: Position] = [:]
                for await _ in wakes { await reactEverywhere(&checkpoints) }
                group.cancelAll()
            }
        }
    }

    private func reactEverywhere(_ checkpoints: inout [TenantID: Position]) async {
        var last: TenantID?
        repeat {
            do {
                let heads = try await log.heads(after: last, limit: Self.headLimit)
                for head in heads where head.position > checkpoints[head.tenant] ?? .start {
                    await react(in: head.tenant, &checkpoints)
                }
                last = heads.count == Self.headLimit ? heads.last?.tenant : nil
            } catch {
                // A shutdown interrupts a read, which is nothing to speak of.
                guard !Task.isCancelled else { return }
                logger.warning("policies wait", metadata: ["reason": "\(error)"])
                return
            }
        } while last != nil && !Task.isCancelled
    }

    private func react(in tenant: TenantID, _ checkpoints: inout [TenantID: Position]) async {
        do {
            var position = Position.start
            if let known = checkpoints[tenant] {
                position = known
            } else {
                position = try await state.checkpoint(of: tenant)
            }
            while !Task.isCancelled {
                let page = try await log.read(
                    tenant, after: position, types: nil, limit: Self.pageLimit)
                guard let last = page.last else { break }
                var deadlines = Deadlines()
                for event in page { try await react(to: event, &deadlines) }
                try await state.advance(
                    tenant, from: position, to: last.position, setting: deadlines.set,
                    clearing: deadlines.cleared)
                position = last.position
            }
            checkpoints[tenant] = position
        } catch {
            // Whatever it was, the next round reads the checkpoint and begins behind it.
            checkpoints[tenant] = nil
            guard !Task.isCancelled else { return }
            logger.warning(
                "policies of a tenant wait",
                metadata: ["tenant": "\(tenant)", "reason": "\(error)"])
        }
    }

    private func react(
        to encoded: Recorded<EncodedEvent>, _ deadlines: inout Deadlines
    ) async throws {
        let recorded = try encoded.map { try codec.decode($0) }
        for policy in policies {
            let name = type(of: policy).name
            for reaction in policy.react(to: recorded) {
                switch reaction {
                case .command(let command):
                    try await lanes.settle(
                        command.request(
                            in: recorded.tenant, from: .policy(name), sender: name,
                            cause: recorded.id, correlation: recorded.correlation))
                case .schedule(let key, let time, let command):
                    deadlines.set(
                        PolicyState.Deadline(
                            tenant: recorded.tenant, key: key.text, dueAt: time,
                            wish: Array(try JSONEncoder.canonical.encode(command)),
                            cause: recorded.id))
                case .cancel(let key):
                    deadlines.clear(key.text)
                }
            }
        }
    }
}

/// What a page of events does to the deadlines: for each key, the last word.
private struct Deadlines {
    private var words: [String: PolicyState.Deadline?] = [:]

    mutating func set(_ deadline: PolicyState.Deadline) {
        words[deadline.key] = .some(deadline)
    }

    mutating func clear(_ key: String) {
        words[key] = .some(nil)
    }

    var set: [PolicyState.Deadline] {
        words.values.compactMap { $0 }.sorted { $0.key < $1.key }
    }

    var cleared: [String] {
        words.filter { $0.value == nil }.keys.sorted()
    }
}
