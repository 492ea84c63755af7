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
/// twice; its commands' ids derive from the event, so it acts once. Tenants take turns of one page
/// each, side by side; where one fails it waits alone.
package struct PolicyRunner: Service {
    /// How many events are read at a time.
    static let pageLimit = 500
    /// At most one look at who is behind in this time: what comes meanwhile is one page.
    static let interval = Duration.milliseconds(10)
    /// How many tenants are looked at with one question.
    static let tenantLimit = 1000
    /// How often it is looked who is behind, in case a wake-up was lost.
    static let pollInterval = Duration.seconds(1)

    private let log: any EventLog
    private let lanes: Lanes
    private let state: PolicyState
    private let policies: [any Policy]
    private let codec: EventCodec
    /// So that one of several processes reads; where there is none, each does.
    private let lease: Lease?
    private let logger: Logger
    private let turns = TenantTurns()

    package init(
        log: any EventLog, lanes: Lanes, state: PolicyState, codec: EventCodec,
        lease: Lease? = nil, logger: Logger, policies: [any Policy] = PolicyCatalog.all
    ) {
        self.log = log
        self.lanes = lanes
        self.state = state
        self.policies = policies
        self.codec = codec
        self.lease = lease
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
                var next: TenantID?
                for await _ in wakes {
                    guard await isOurs() else { continue }
                    let start = next
                    next = await beginTurns(after: start, in: &group) { wake.yield() }
                    // Those before the start have their turn too.
                    if start != nil, next == nil { wake.yield() }
                    // A cancelled sleep ends the loop.
                    try? await Task.sleep(for: Self.interval)
                }
                group.cancelAll()
            }
        }
        await lease?.giveUp(logger)
    }

    /// Whether this process is the one that gives events to policies; where it cannot be known,
    /// the next poll asks again.
    private func isOurs() async -> Bool {
        do {
            return try await lease?.hold() ?? true
        } catch {
            guard !Task.isCancelled else { return false }
            logger.warning("policies wait", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// Begins a turn for each tenant that is behind, as far as there is room.
    ///
    /// - Parameter done: Is called at the end of each turn.
    /// - Returns: Behind whom to begin the next time, where there was no room for all.
    private func beginTurns(
        after start: TenantID?, in group: inout DiscardingTaskGroup,
        done: @escaping @Sendable () -> Void
    ) async -> TenantID? {
        var last = start
        do {
            repeat {
                let tenants = try await state.behind(after: last, limit: Self.tenantLimit)
                for tenant in tenants {
                    if await turns.isFull { return last }
                    last = tenant
                    guard await turns.take(tenant) else { continue }
                    group.addTask {
                        await takeTurn(of: tenant)
                        done()
                    }
                }
                last = tenants.count == Self.tenantLimit ? tenants.last : nil
            } while last != nil && !Task.isCancelled
        } catch {
            // A shutdown interrupts a read, which is nothing to speak of.
            guard !Task.isCancelled else { return nil }
            logger.warning("policies wait", metadata: ["reason": "\(error)"])
        }
        return nil
    }

    private func takeTurn(of tenant: TenantID) async {
        do {
            try await react(in: tenant)
            await turns.end(tenant, hasFailed: false)
        } catch is PolicyState.Overtaken {
            // The other process has settled the same commands; the next turn begins behind it.
            await turns.end(tenant, hasFailed: false)
        } catch {
            // Whatever it was, the next turn reads the checkpoint and begins behind it.
            await turns.end(tenant, hasFailed: true)
            guard !Task.isCancelled else { return }
            // What this release cannot read may be a newer one's, which must have its turn.
            if error is UnreadableEvent { await lease?.giveUp(logger) }
            logger.warning(
                "policies of a tenant wait",
                metadata: ["tenant": "\(tenant)", "reason": "\(error)"])
        }
    }

    /// Reacts to one page of events.
    private func react(in tenant: TenantID) async throws {
        let start = try await state.checkpoint(of: tenant)
        let page = try await log.read(tenant, after: start, types: nil, limit: Self.pageLimit)
        var last: EventMark?
        var deadlines = Deadlines()
        var failure: (any Error)?
        for event in page {
            do {
                var next = deadlines
                try await react(to: event, &next)
                deadlines = next
                last = event.mark
            } catch {
                // What came before it is settled, and its deadlines are not to be lost.
                failure = error
                break
            }
        }
        if let last {
            try await state.advance(
                tenant, from: start, to: last, setting: deadlines.set,
                clearing: deadlines.cleared)
        }
        if let failure { throw failure }
    }

    private func react(
        to encoded: Recorded<EncodedEvent>, _ deadlines: inout Deadlines
    ) async throws {
        let wireName = encoded.event.type
        let concerned = policies.filter { type(of: $0).types.contains(wireName) }
        guard !concerned.isEmpty else {
            // Something may follow from it by a newer release, so it must not be passed over.
            guard DomainEvent.Family(wireName: wireName) != nil else {
                throw UnreadableEvent(encoded.event, .unknownShape)
            }
            return
        }
        let recorded = try encoded.decoded { try codec.decode($0) }
        for policy in concerned {
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
