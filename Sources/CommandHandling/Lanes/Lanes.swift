import EventSourcing
import Logging
import ServiceLifecycle

/// A lane for each tenant that has work; the way by which every command enters.
///
/// `run()` owns the tasks in which lanes drain; a lane without work has none.
package actor Lanes: Service {
    /// How many lanes keep their states; beyond it idle ones go, and are folded again when needed.
    static let limit = 256

    private let log: any EventLog
    private let codec: EventCodec
    private let time: any TimeSource
    nonisolated let logger: Logger
    private var lanes: [TenantID: Entry] = [:]
    private var uses = 0
    nonisolated let (work, signal) = AsyncStream.makeStream(of: Lane.self)

    private struct Entry {
        let lane: Lane
        var lastUse: Int
    }

    package init(
        log: any EventLog, codec: EventCodec, time: any TimeSource = SystemTime(), logger: Logger
    ) {
        self.log = log
        self.codec = codec
        self.time = time
        self.logger = logger
    }

    /// Carries out a command, once for each id, and answers when it is durable.
    ///
    /// - Throws: The rejection of the decider that refused, or `CommandFailure`.
    package func execute(_ request: CommandRequest) async throws -> Outcome {
        try await lane(of: request.tenant).submit(request) { [signal] lane in
            if case .enqueued = signal.yield(lane) { true } else { false }
        }
    }

    /// Drains lanes until the service is asked to stop; what waits then is still carried out.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await lane in work {
                    group.addTask { await lane.drain() }
                }
            }
        } onGracefulShutdown: { [signal] in
            signal.finish()
        }
    }

    func lane(of tenant: TenantID) -> Lane {
        uses += 1
        if let entry = lanes[tenant] {
            lanes[tenant]?.lastUse = uses
            return entry.lane
        }
        dissolveLeastUsed()
        let lane = Lane(tenant: tenant, log: log, codec: codec, time: time, logger: logger)
        lanes[tenant] = Entry(lane: lane, lastUse: uses)
        return lane
    }

    /// A lane that still has work ends it: two lanes of one tenant are as safe as two processes.
    private func dissolveLeastUsed() {
        guard lanes.count >= Self.limit else { return }
        let byUse = lanes.sorted { $0.value.lastUse < $1.value.lastUse }
        for (tenant, _) in byUse.prefix(Self.limit / 4) { lanes[tenant] = nil }
    }
}
