import Catalog
import CommandHandling
import EventSourcing
import Foundation
import Logging

/// The lanes that an import's commands go into, under the machine's clock or the file's.
actor ImportTargets {
    /// How many commands one batch has.
    static let batchLimit = Lanes.batchLimit
    /// How many tenants go side by side; under the file's clock each has lanes of its own.
    static let tenantLimit = 64
    /// How often a command is sent whose store does not answer, each time after twice the pause.
    static let attempts = 6
    static let firstPause = Duration.milliseconds(200)

    private struct Target {
        let lanes: Lanes
        /// Set before each batch where the file says when it was.
        let time: ScriptedTime?
        let running: Task<Void, any Error>
    }

    private let log: any EventLog
    private let clock: ImportClock
    /// However many lanes there are, they share one process's memory.
    private let limits = LaneLimits()
    private var shared: Target?
    private var scripted: [TenantID: Target] = [:]

    private init(_ log: any EventLog, clock: ImportClock) {
        self.log = log
        self.clock = clock
    }

    /// Lends `body` lanes that run until it ends.
    static func with<Result: Sendable>(
        _ log: any EventLog, clock: ImportClock, _ body: (ImportTargets) async throws -> Result
    ) async throws -> Result {
        let targets = ImportTargets(log, clock: clock)
        do {
            let result = try await body(targets)
            await targets.close()
            return result
        } catch {
            await targets.close()
            throw error
        }
    }

    /// Carries out commands, those of one tenant in their order, `tenantLimit` tenants at a time.
    ///
    /// - Throws: `Failure` where the store does not answer; what is done stays done.
    func carryOut(_ commands: [ImportLines.Command]) async throws -> [LineEnding.At] {
        let byTenant = Dictionary(grouping: commands, by: \.request.tenant)
        var tenants = byTenant.keys.sorted()[...]
        var endings: [LineEnding.At] = []
        while !tenants.isEmpty {
            let group = tenants.prefix(Self.tenantLimit)
            tenants = tenants.dropFirst(group.count)
            makeRoom(for: group)
            endings += try await Self.carryOut(
                group.map { (target(of: $0), byTenant[$0, default: []]) })
        }
        return endings
    }

    /// Ends the lanes of other tenants where there would be too many; none of them has work.
    private func makeRoom(for tenants: some Collection<TenantID>) {
        let newcomers = tenants.count { scripted[$0] == nil }
        guard clock == .file, scripted.count + newcomers > Self.tenantLimit else { return }
        for (tenant, target) in scripted where !tenants.contains(tenant) {
            target.running.cancel()
            scripted[tenant] = nil
        }
    }

    private static func carryOut(
        _ shares: [(Target, [ImportLines.Command])]
    ) async throws -> [LineEnding.At] {
        try await withThrowingTaskGroup(of: [LineEnding.At].self) { group in
            for (target, commands) in shares {
                group.addTask { try await carryOut(commands, in: target) }
            }
            var endings: [LineEnding.At] = []
            for try await share in group { endings += share }
            return endings
        }
    }

    private func target(of tenant: TenantID) -> Target {
        switch clock {
        case .system:
            let target = shared ?? start(nil)
            shared = target
            return target
        case .file:
            if let target = scripted[tenant] { return target }
            let target = start(ScriptedTime(Timestamp(microseconds: 0)))
            scripted[tenant] = target
            return target
        }
    }

    private func start(_ time: ScriptedTime?) -> Target {
        let lanes = Lanes(
            log: log, codec: .catalog, time: time ?? SystemTime(), limits: limits,
            logger: Logger(label: "clubs"))
        return Target(lanes: lanes, time: time, running: Task { try await lanes.run() })
    }

    private func close() {
        shared?.running.cancel()
        for target in scripted.values { target.running.cancel() }
    }

    private static func carryOut(
        _ commands: [ImportLines.Command], in target: Target
    ) async throws -> [LineEnding.At] {
        var rest = commands[...]
        var endings: [LineEnding.At] = []
        while let first = rest.first {
            var batch = rest.prefix(Self.batchLimit)
            if let time = target.time {
                guard let at = first.at else {
                    rest.removeFirst()
                    endings.append(.init(line: first.line, .refused(.withoutTime(first.line))))
                    continue
                }
                await time.set(at)
                batch = batch.prefix { $0.at == at }
            }
            rest = rest.dropFirst(batch.count)
            endings += try await carryOut(Array(batch), through: target.lanes)
        }
        return endings
    }

    /// Sends a batch; what finds no store is sent again, and takes effect once for its id.
    private static func carryOut(
        _ batch: [ImportLines.Command], through lanes: Lanes
    ) async throws -> [LineEnding.At] {
        var endings: [LineEnding.At] = []
        var waiting = batch
        var pause = firstPause
        for attempt in 1...attempts {
            var later: [ImportLines.Command] = []
            for (command, result) in zip(waiting, await results(of: waiting, through: lanes)) {
                switch result {
                case .success(let outcome):
                    endings.append(.init(line: command.line, .done(outcome)))
                case .failure(let error) where isPassing(error):
                    later.append(command)
                    guard attempt == attempts else { continue }
                    throw stopped(at: command.line, error)
                case .failure(let error):
                    endings.append(
                        .init(
                            line: command.line,
                            .refused(try LineRefusal(error, at: command.line))))
                }
            }
            if later.isEmpty { break }
            waiting = later
            try await Task.sleep(for: pause)
            pause *= 2
        }
        return endings
    }

    private static func results(
        of batch: [ImportLines.Command], through lanes: Lanes
    ) async -> [Result<Outcome, any Error>] {
        do {
            return try await lanes.execute(batch: batch.map(\.request))
        } catch {
            return batch.map { _ in .failure(error) }
        }
    }

    private static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case CommandFailure.overloaded, CommandFailure.unavailable, CommandFailure.outcomeUnknown:
            true
        default: false
        }
    }

    private static func stopped(at line: Int, _ error: any Error) -> Failure {
        Failure(
            .unreachable, "the import has stopped at line \(line)",
            why: "the store has not answered \(attempts) times: \(error)",
            remedy: "run the same file again: what is done stays done")
    }
}

extension LineRefusal {
    fileprivate static func withoutTime(_ line: Int) -> LineRefusal {
        LineRefusal(
            at: line, code: "invalid", status: .usage,
            what: "the line has no \"at\", which --clock file needs")
    }
}
