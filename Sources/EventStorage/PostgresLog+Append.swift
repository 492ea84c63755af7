import EventSourcing
import Foundation
import PostgreSQL

extension PostgresLog {
    package func append(_ batch: AppendBatch) async throws {
        do {
            // One round trip: a pipeline up to its sync is one transaction.
            let sealed = try await vault.seal(batch, reading: readers)
            _ = try await writers.pipeline(Self.statements(for: batch) + sealed)
        } catch {
            throw Self.failure(of: batch, error)
        }
        await announce(batch)
    }

    package func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        let appended = Appended()
        let result = try await writing {
            try await writers.transaction { transaction in
                try await body(
                    LockedPostgresLog(
                        tenant: tenant, log: self, transaction: transaction, appended: appended))
            }
        }
        for batch in await appended.batches { await announce(batch) }
        return result
    }

    private func writing<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as PostgresFailure {
            throw LogFailure(writing: failure)
        }
    }

    private func announce(_ batch: AppendBatch) async {
        await watermarks.raise(batch.tenant, to: batch.end)
        announcements.add(batch.tenant, batch.end)
    }

    static func failure(of batch: AppendBatch, _ error: any Error) -> LogFailure {
        if let failure = error as? PostgresFailure, failure.isNotNullViolation,
            failure.statementIndex == 0
        {
            return .raced(batch.tenant)
        }
        return LogFailure(writing: error)
    }

    /// Moves the head, or fails there, and inserts the events.
    static func statements(for batch: AppendBatch) throws -> [SQL] {
        let head: SQL = """
            UPDATE log.head
            SET position = CASE position WHEN \(batch.after.value) THEN \(batch.end.value) END,
                recorded_at = \(batch.recordedAt)
            WHERE tenant = \(batch.tenant.uuid)
            """
        return [head]
            + Chunks(
                of: try batch.recorded.enumerated().map { index, event in
                    try EventRow.values(of: event, digest: batch.events[index].digest)
                }
            ).map { rows in
                "INSERT INTO log.event \(raw: EventRow.insertColumns) VALUES \(rows: rows)"
            }
    }
}

/// The log inside the transaction that has locked the tenant's head.
private struct LockedPostgresLog: LockedLog {
    let tenant: TenantID
    let log: PostgresLog
    let transaction: Transaction
    let appended: Appended

    func open(commands: [CommandID]) async throws -> Opening {
        let statements = PostgresLog.opening(tenant, commands, lock: true)
        return try PostgresLog.opening(of: tenant, from: try await transaction.pipeline(statements))
    }

    func append(_ batch: AppendBatch) async throws {
        do {
            let sealed = try await log.vault.seal(batch, reading: log.readers)
            _ = try await transaction.pipeline(PostgresLog.statements(for: batch) + sealed)
        } catch {
            throw PostgresLog.failure(of: batch, error)
        }
        await appended.add(batch)
    }
}

/// What a transaction has appended, to be announced once it is committed.
private actor Appended {
    private(set) var batches: [AppendBatch] = []

    func add(_ batch: AppendBatch) {
        batches.append(batch)
    }
}
