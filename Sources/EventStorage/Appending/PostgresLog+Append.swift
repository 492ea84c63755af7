import EventSourcing
import Foundation
import PostgreSQL

extension PostgresLog {
    @discardableResult
    package func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        try await append(batch) {}
    }

    package func append(
        _ batch: AppendBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> [CommandID: BodyDigest] {
        guard !batch.isQuestion else { return try await ask(batch) }
        let sealed = try await seal(batch)
        let known = try await writeHealth.noting {
            try await appender.append(sealed, dispatched: dispatched)
        }
        await announce(batch)
        return known
    }

    /// A batch that stores nothing is true if the head is where its writer stands.
    private func ask(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        let opening = try await open(batch.tenant, commands: batch.asking)
        guard opening.head == batch.after,
            opening.recordedAt == batch.afterRecordedAt ?? opening.recordedAt
        else { throw LogFailure.raced(batch.tenant) }
        return opening.known
    }

    fileprivate func seal(_ batch: AppendBatch) async throws -> SealedBatch {
        do {
            return SealedBatch(batch: batch, vault: try await vault.seal(batch, reading: readers))
        } catch {
            throw LogFailure(reading: error)
        }
    }

    package func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        let appended = Appended()
        let result = try await writing {
            try await lockers.transaction { transaction in
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
}

/// The log inside the transaction that has locked the tenant's head.
private struct LockedPostgresLog: LockedLog {
    let tenant: TenantID
    let log: PostgresLog
    let transaction: Transaction
    let appended: Appended

    func open(commands: [CommandID], from position: Position?) async throws -> Opening {
        let statements = PostgresLog.lockedOpening(tenant, commands, from: position)
        let results = try await log.warden.watch(over: transaction.processID) {
            try await transaction.pipeline(statements)
        }
        return try PostgresLog.opening(of: tenant, asking: commands, from: results)
    }

    func append(_ batch: AppendBatch) async throws {
        let sealed = try await log.seal(batch)
        try await log.writeHealth.noting {
            try await AppendGroup([sealed]).commit(in: transaction)
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
