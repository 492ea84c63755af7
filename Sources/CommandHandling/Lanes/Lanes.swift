import EventSourcing
import Logging
import ServiceLifecycle
import Synchronization

/// A lane for each tenant that has work; the way by which every command enters.
///
/// `run()` owns the tasks in which lanes drain, one for each lane that is kept.
package final class Lanes: Service {
    /// How many lanes keep their states; beyond it idle ones go, and are folded again when needed.
    static let limit = 256
    /// How many commands one call may bring.
    package static let batchLimit = 1000

    private let log: any EventLog
    private let codec: EventCodec
    private let time: any TimeSource
    private let limits: LaneLimits
    let logger: Logger
    private let refusals: RefusalRecord
    private let lanes = Mutex(Table())
    private let (work, signal) = AsyncStream.makeStream(of: Lane.self)

    private struct Table {
        var entries: [TenantID: Entry] = [:]
        var uses = 0

        /// A lane that still has work ends it: two lanes of one tenant are as safe as two
        /// processes.
        mutating func dissolveLeastUsed(isShort: Bool) {
            guard entries.count >= Lanes.limit || isShort else { return }
            let byUse = entries.sorted { $0.value.lastUse < $1.value.lastUse }
            for (tenant, entry) in byUse.prefix(max(1, byUse.count / 4)) {
                entries[tenant] = nil
                entry.lane.retire()
            }
        }
    }

    private struct Entry {
        let lane: Lane
        var lastUse: Int
    }

    package init(
        log: any EventLog, codec: EventCodec, time: any TimeSource = SystemTime(),
        limits: LaneLimits = LaneLimits(), logger: Logger
    ) {
        self.log = log
        self.codec = codec
        self.time = time
        self.limits = limits
        self.logger = logger
        refusals = RefusalRecord(logger: logger)
    }

    /// Carries out a command, once for each id, and answers when it is durable.
    ///
    /// - Throws: The rejection of the decider that refused, or `CommandFailure`.
    package func execute(_ request: CommandRequest) async throws -> Outcome {
        try await lane(of: request.tenant).submit(request, schedule: schedule)
    }

    /// Carries out commands of one tenant in their order, together as far as a transaction takes
    /// them, each with its own outcome; `batchLimit` at most.
    ///
    /// Where the store keeps one from being decided, it and all behind it are refused as unavailable
    /// or of unknown outcome: sent again in the same order they come to what they would have come to.
    ///
    /// - Throws: `CommandFailure.overloaded` or `.unavailable`; then nothing has been done.
    package func execute(
        batch: [CommandRequest]
    ) async throws -> [Result<Outcome, any Error>] {
        guard let tenant = batch.first?.tenant else { return [] }
        precondition(
            batch.count <= Self.batchLimit && batch.allSatisfy { $0.tenant == tenant },
            "a batch is one tenant's, and bounded")
        return try await lane(of: tenant).submit(batch, schedule: schedule)
    }

    /// How many commands the store has kept from being carried out since the process has begun.
    package func refusedCount(by cause: RefusalCause) -> Int {
        refusals.count(of: cause)
    }

    private var schedule: @Sendable (Lane) -> Bool {
        { [signal] lane in if case .enqueued = signal.yield(lane) { true } else { false } }
    }

    /// Drains lanes until the service is asked to stop; what waits then is still carried out.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await lane in work {
                    group.addTask { await lane.drain() }
                }
            }
        } onCancelOrGracefulShutdown: {
            self.close()
        }
    }

    private func close() {
        signal.finish()
        for entry in lanes.withLock({ $0.entries.values }) { entry.lane.retire() }
    }

    func lane(of tenant: TenantID) -> Lane {
        lanes.withLock { table in
            table.uses += 1
            if let entry = table.entries[tenant] {
                table.entries[tenant]?.lastUse = table.uses
                return entry.lane
            }
            table.dissolveLeastUsed(isShort: limits.memory.isShort)
            let lane = Lane(
                tenant: tenant, log: log, codec: codec, time: time, limits: limits,
                logger: logger, refusals: refusals)
            table.entries[tenant] = Entry(lane: lane, lastUse: table.uses)
            return lane
        }
    }
}
