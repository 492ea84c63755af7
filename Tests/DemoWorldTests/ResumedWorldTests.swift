import CommandHandling
import DemoWorld
import EventSourcing
import Foundation
import Synchronization
import TestSupport
import Testing

/// A world on a log that has a part of it already, or does not take all of it.
@Suite(.timeLimit(.minutes(30))) struct ResumedWorldTests {
    private static let plan = WorldPlan(schools: 1, students: 60, weeks: 2, seed: 7)

    @Test(arguments: [25, 33, 41, 60])
    func `a run goes on behind one that was cut off amid what it stores together`(
        commands: Int
    ) async throws {
        let whole = try await Self.made(Self.plan, in: MemoryLog())
        let log = WatchedLog(endsAfter: commands)
        await #expect(throws: CommandFailure.unavailable) {
            _ = try await World(Self.plan, batchLimit: 1).make(in: log, policyState: nil)
        }
        let resumed = try await Self.made(Self.plan, in: log.base)
        #expect(try await resumed.events == whole.events)
        for person in try await whole.people {
            #expect(await resumed.log.texts(of: person) == whole.log.texts(of: person))
        }
    }

    @Test func `an event that cannot be stored is no refusal by a rule`() async throws {
        let log = WatchedLog(refusing: "directory.term-opened")
        await #expect(throws: LogFailure.self) {
            _ = try await World(Self.plan).make(in: log, policyState: nil)
        }
    }

    private static func made(_ plan: WorldPlan, in log: MemoryLog) async throws -> Made {
        _ = try await World(plan).make(in: log, policyState: nil)
        return Made(log: log, tenant: plan.networks[0].tenant)
    }

    private struct Made {
        let log: MemoryLog
        let tenant: TenantID

        var events: [Recorded<EncodedEvent>] {
            get async throws {
                try await log.read(tenant, after: .start, types: nil, limit: .max)
            }
        }

        var people: [PersonID] {
            get async throws {
                try await events.filter { $0.event.type == "directory.person-registered" }
                    .compactMap { $0.stream.id.map { PersonID($0) } }
            }
        }
    }
}

/// A log that takes so many batches at most, and none with an event of some type.
private final class WatchedLog: WrappedLog {
    let base = MemoryLog()
    private let limit: Int
    private let refusedType: String?
    private let appends = Mutex(0)

    init(endsAfter limit: Int = .max, refusing type: String? = nil) {
        self.limit = limit
        refusedType = type
    }

    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        guard !batch.events.contains(where: { $0.event.type == refusedType }) else {
            throw LogFailure.invalid(Refused())
        }
        let isBeyond = appends.withLock { count in
            count += 1
            return count > limit
        }
        guard !isBeyond else { throw LogFailure.unavailable(Refused()) }
        return try await base.append(batch)
    }

    private struct Refused: Error {}
}
