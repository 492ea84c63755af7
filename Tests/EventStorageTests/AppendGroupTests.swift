import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import EventStorage

/// Batches of several tenants in one transaction.
@Suite struct AppendGroupTests {
    private let tenants = (0..<6).map { _ in TenantID(UUID()) }
    /// A few events of each tenant are inserted; more are copied, all together or each tenant's.
    private static let counts = [2, AppendGroup.copiedCount / 4, AppendGroup.copiedCount]

    // More would not fit into one transaction.
    @Test(arguments: counts.dropLast())
    func `tenants that wait for a transaction share the next`(count: Int) async throws {
        try await withTenants { log, _ in
            let outcomes = try await appendTogether(
                tenants.map { Sample.batch($0, after: 0, count: count) }, to: log)
            #expect(outcomes.allSatisfy { $0.failure == nil })
            #expect(try await transactions(in: log) == 2)
            for tenant in tenants {
                #expect(try await log.open(tenant, commands: []).head.value == count)
            }
        }
    }

    @Test(arguments: counts)
    func `one that has raced and one that is poisoned harm nobody else`(count: Int) async throws {
        try await withTenants { log, _ in
            try await log.append(Sample.batch(tenants[2], after: 0, count: 1))
            var batches = tenants.map { Sample.batch($0, after: 0, count: count) }
            batches[4] = poisoned(batches[4])
            let outcomes = try await appendTogether(batches, to: log)
            for (index, outcome) in outcomes.enumerated() {
                let head = try await log.open(tenants[index], commands: []).head
                switch index {
                case 2:
                    guard case .raced(tenants[2]) = outcome.failure else {
                        Issue.record("the race was told as \(outcome)")
                        continue
                    }
                    #expect(head == 1)
                case 4:
                    guard case .invalid = outcome.failure else {
                        Issue.record("the poison was told as \(outcome)")
                        continue
                    }
                    #expect(head == .start)
                default:
                    #expect(outcome.failure == nil)
                    #expect(head.value == count)
                }
            }
        }
    }

    @Test(arguments: counts)
    func `each tenant is told what it has asked`(count: Int) async throws {
        try await withTenants { log, _ in
            var known: [CommandID: BodyDigest] = [:]
            for tenant in tenants {
                let batch = Sample.batch(tenant, after: 0, count: 1)
                try await log.append(batch)
                known[batch.events[0].commandID] = batch.events[0].digest
            }
            let batches = tenants.enumerated().map { index, tenant in
                let asking = index.isMultiple(of: 2) ? Array(known.keys) : []
                let batch = Sample.batch(tenant, after: 1, count: count)
                return AppendBatch(
                    tenant: tenant, after: 1, recordedAt: batch.recordedAt, events: batch.events,
                    asking: asking)
            }
            let outcomes = try await appendTogether(batches, to: log)
            for (index, outcome) in outcomes.enumerated() {
                #expect(try outcome.get().count == (index.isMultiple(of: 2) ? 1 : 0))
            }
        }
    }

    @Test func `whoever sends a batch behind another does not pass those who wait`() async throws {
        try await withTenants { log, _ in
            let crowded = Sample.batch(tenants[0], after: 0, count: 2)
            let outcomes = try await appendTogether(
                [
                    crowded, Sample.batch(tenants[1], after: 0, count: 1),
                    Sample.batch(tenants[0], after: crowded.end, count: 1),
                ], to: log
            ) { shard in
                #expect(await shard.underWay.count == 1)
                #expect(await shard.waiting.count == 2)
            }
            #expect(outcomes.allSatisfy { $0.failure == nil })
        }
    }

    @Test func `a transaction can be one tenant's alone`() async throws {
        try await withTenants { log, writers in
            let single = PostgresLog(
                writers: writers, readers: writers, vault: log.vault, tenantsPerTransaction: 1)
            try await withThrowingTaskGroup { group in
                for tenant in tenants {
                    group.addTask {
                        _ = try await single.append(Sample.batch(tenant, after: 0, count: 2))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await transactions(in: log) == tenants.count)
        }
    }

    // MARK: -

    private typealias Outcome = Result<[CommandID: BodyDigest], LogFailure>

    private func withTenants(_ body: (PostgresLog, Pool) async throws -> Void) async throws {
        try await withPostgresLog { log, _ in
            for tenant in tenants { try await log.create(tenant, slug: "t-\(tenant)") }
            try await body(log, log.writers)
        }
    }

    /// The first batch has its tenant's head locked against it until the others wait behind it; no
    /// session waits for so long that it gives up.
    ///
    /// - Parameter look: Sees the shard before the first batch goes on.
    private func appendTogether(
        _ batches: [AppendBatch], to log: PostgresLog,
        _ look: (AppendShard) async throws -> Void = { _ in }
    ) async throws -> [Outcome] {
        let patient = log.writers.sibling(limits: PoolLimits()) {
            $0.lockTimeout = nil
            $0.idleInTransactionTimeout = nil
        }
        let shard = AppendShard(
            pool: patient, writers: patient, tenantLimit: Appender.tenantLimit)
        let tasks = try await patient.transaction { holder in
            _ = try await holder.query(
                "SELECT FROM log.head WHERE tenant = \(batches[0].tenant.uuid) FOR UPDATE")
            var tasks: [Task<Outcome, Never>] = []
            for batch in batches {
                tasks.append(Task { await Self.append(batch, to: shard) })
                try await waitWhile { await shard.population < tasks.count }
            }
            try await look(shard)
            return tasks
        }
        var outcomes: [Outcome] = []
        for task in tasks { outcomes.append(await task.value) }
        await patient.close()
        return outcomes
    }

    private static func append(_ batch: AppendBatch, to shard: AppendShard) async -> Outcome {
        do {
            return .success(try await shard.append(SealedBatch(batch: batch, vault: [])) {})
        } catch let failure as LogFailure {
            return .failure(failure)
        } catch {
            return .failure(.unavailable(error))
        }
    }

    /// Its first event cannot be stored.
    private func poisoned(_ batch: AppendBatch) -> AppendBatch {
        let event = batch.events[0]
        return AppendBatch(
            tenant: batch.tenant, after: batch.after, recordedAt: batch.recordedAt,
            events: [
                NewEvent(
                    stream: event.stream, version: 1,
                    event: EncodedEvent(type: "sample.odd", schema: 1, data: Array("{".utf8)),
                    occurredAt: event.occurredAt, commandID: event.commandID, commandIndex: 0,
                    digest: event.digest, actor: event.actor, correlation: event.correlation)
            ] + batch.events.dropFirst())
    }

    /// How many transactions have written the events.
    private func transactions(in log: PostgresLog) async throws -> Int {
        let rows = try await log.readers.query(
            "SELECT count(DISTINCT xmin::text) FROM log.event WHERE tenant = ANY (\(tenants.map(\.uuid)))"
        ).rows
        return try #require(rows.first).decode(Int.self)
    }
}

extension Result where Failure == LogFailure {
    fileprivate var failure: LogFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension AppendShard {
    /// Those who are under way, and those who wait.
    fileprivate var population: Int {
        underWay.values.reduce(waiting.count) { $0 + $1.count }
    }
}
