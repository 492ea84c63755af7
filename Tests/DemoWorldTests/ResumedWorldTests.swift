import CommandHandling
import DemoWorld
import EventSourcing
import Foundation
import Synchronization
import TestSupport
import Testing

/// A world on a log that has a part of it already, or of another.
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

    @Test func `another story is noticed where it begins`() async throws {
        let log = WatchedLog()
        _ = try await World(Self.plan).make(in: log.base, policyState: nil)
        let other = WorldPlan(schools: 1, students: 61, weeks: 2, seed: 7)
        await #expect(throws: WorldFailure.self) {
            _ = try await World(other).make(in: log, policyState: nil)
        }
        // Of the beginning alone, which both have in common.
        #expect(log.readCount < 20)
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

/// A log that counts what is compared with it, and takes so many batches at most.
private final class WatchedLog: WrappedLog {
    let base = MemoryLog()
    private let limit: Int
    private let counts = Mutex((appends: 0, reads: 0))

    init(endsAfter limit: Int = .max) {
        self.limit = limit
    }

    var readCount: Int { counts.withLock { $0.reads } }

    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        let isBeyond = counts.withLock { counts in
            counts.appends += 1
            return counts.appends > limit
        }
        guard !isBeyond else { throw LogFailure.unavailable(Ended()) }
        return try await base.append(batch)
    }

    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        counts.withLock { $0.reads += 1 }
        return try await base.read(tenant, after: position, types: types, limit: limit)
    }

    private struct Ended: Error {}
}
