import EventSourcing
import PostgreSQL

/// A batch with what its texts come to in the vault: what one lane puts into a transaction.
struct SealedBatch: Sendable {
    let batch: AppendBatch
    /// Stores the boxes and destroys the keys.
    let vault: [SQL]
    let byteCount: Int

    init(batch: AppendBatch, vault: [SQL]) {
        self.batch = batch
        self.vault = vault
        byteCount =
            batch.events.reduce(0) { $0 + $1.event.data.count + Self.envelopeByteCount }
            + vault.reduce(0) { $0 + $1.byteCount }
    }

    var tenant: TenantID { batch.tenant }

    /// An event's columns besides its data, about.
    private static let envelopeByteCount = 350
}

/// The statements of one transaction over the batches of several tenants, each tenant's once.
///
/// The heads move first, in the order of the tenants, so that two transactions never wait for each
/// other; then it is asked what the lanes ask; then come the events, many tenants' in a statement.
struct AppendGroup {
    let batches: [SealedBatch]

    init(_ batches: [SealedBatch]) {
        self.batches = batches.sorted { $0.batch.tenant < $1.batch.tenant }
    }

    /// Commits all of it in one round trip, or nothing: a pipeline up to its sync is a transaction.
    ///
    /// - Returns: What each batch has asked.
    func commit(
        through pool: Pool
    ) async throws(LogFailure) -> [TenantID: [CommandID: BodyDigest]] {
        do {
            return try answers(from: try await pool.pipeline(try statements()))
        } catch {
            throw self.failure(error)
        }
    }

    /// A head that would not move is that of a writer who was too late.
    func failure(_ error: any Error) -> LogFailure {
        guard let failure = error as? PostgresFailure, failure.isNotNullViolation,
            let index = failure.statementIndex, batches.indices.contains(index)
        else { return LogFailure(writing: error) }
        return .raced(batches[index].tenant)
    }

    func statements() throws -> [SQL] {
        let batches = batches.map(\.batch)
        return try batches.map(Self.head)
            + batches.filter { !$0.asking.isEmpty }
            .map { PostgresLog.known($0.tenant, $0.asking) }
            + EventRow.inserts(of: batches) + self.batches.flatMap(\.vault)
    }

    /// Moves the head from where the writer stands, or fails there.
    private static func head(of batch: AppendBatch) -> SQL {
        let isSame: SQL =
            batch.afterRecordedAt.map { "AND recorded_at = \($0)" } ?? ""
        return """
            UPDATE log.head
            SET position = CASE WHEN position = \(batch.after.value) \(isSame)
                    THEN \(batch.end.value) END,
                recorded_at = \(batch.recordedAt)
            WHERE tenant = \(batch.tenant.uuid)
            """
    }

    /// What each batch has asked, from the transaction's results.
    private func answers(from results: [QueryResult]) throws -> [TenantID: [CommandID: BodyDigest]]
    {
        var answers: [TenantID: [CommandID: BodyDigest]] = [:]
        var index = batches.count
        for batch in batches.map(\.batch) where !batch.asking.isEmpty {
            answers[batch.tenant] = try PostgresLog.known(in: results[index])
            index += 1
        }
        return answers
    }
}
