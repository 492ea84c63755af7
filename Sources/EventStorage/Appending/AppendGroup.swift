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
/// other; then it is asked what the lanes ask; then come the texts, and the events of many tenants
/// together: a few by `INSERT` in one round trip, many by `COPY`.
struct AppendGroup {
    /// From so many events on rows are copied. A single `COPY` breaks even with `VALUES` at about a
    /// hundred rows and is 1.6 times as fast at a thousand, its two more round trips included.
    static let copiedCount = 100
    /// How long the rows of a `COPY` may take, a client that is short of time included.
    private static let copyTimeout = Duration.seconds(30)

    let batches: [SealedBatch]
    private let rows: [EventRow.New]

    init(_ batches: [SealedBatch]) {
        self.batches = batches.sorted { $0.batch.tenant < $1.batch.tenant }
        rows = self.batches.flatMap { EventRow.rows(of: $0.batch) }
    }

    /// Commits all of it, or nothing.
    ///
    /// - Parameter dispatched: Called once the transaction has its place on the pool's connection.
    /// - Returns: What each batch has asked.
    func commit(
        through pool: Pool, dispatched: @escaping @Sendable () -> Void = {}
    ) async throws(LogFailure) -> [TenantID: [CommandID: BodyDigest]] {
        do {
            guard isCopied else {
                // A pipeline up to its sync is a transaction.
                return try answers(
                    from: try await pool.pipeline(
                        preparation + EventRow.inserts(of: rows), submitted: dispatched))
            }
            return try answers(
                from: try await pool.copyIn(
                    into: EventRow.copied, behind: preparation, timeout: Self.copyTimeout,
                    submitted: dispatched
                ) { try await EventRow.copy(rows, to: &$0) })
        } catch {
            throw self.failure(error)
        }
    }

    /// The same as the end of a transaction that holds the heads already.
    func commit(in transaction: Transaction) async throws(LogFailure) {
        do {
            guard isCopied else {
                _ = try await transaction.pipeline(
                    preparation + EventRow.inserts(of: rows), commits: true)
                return
            }
            _ = try await transaction.pipeline(preparation, timeout: Self.copyTimeout)
            try await transaction.copyIn(into: EventRow.copied, timeout: Self.copyTimeout) {
                try await EventRow.copy(rows, to: &$0)
            }
            _ = try await transaction.pipeline([], commits: true)
        } catch {
            throw self.failure(error)
        }
    }

    private var isCopied: Bool { rows.count >= Self.copiedCount }

    /// A head that would not move is that of a writer who was too late.
    private func failure(_ error: any Error) -> LogFailure {
        guard let failure = error as? PostgresFailure, failure.isNotNullViolation,
            let index = failure.statementIndex, batches.indices.contains(index)
        else { return LogFailure(writing: error) }
        return .raced(batches[index].tenant)
    }

    /// All but the events.
    private var preparation: [SQL] {
        let batches = batches.map(\.batch)
        return batches.map(Self.head)
            + batches.filter { !$0.asking.isEmpty }
            .map { PostgresLog.known($0.tenant, $0.asking) }
            + self.batches.flatMap(\.vault)
    }

    /// Moves the head from where the writer stands, or fails there.
    private static func head(of batch: AppendBatch) -> SQL {
        let isSame: SQL =
            batch.afterRecordedAt.map { "AND recorded_at = \($0)" } ?? ""
        let isBehind: SQL =
            batch.behind.map { command in
                let isThere = PostgresLog.event(
                    of: batch.tenant, at: batch.after,
                    meets: "event.command_id = \(command.uuid)")
                return "AND \(isThere)"
            } ?? ""
        return """
            UPDATE log.head
            SET position = CASE WHEN position = \(batch.after.value) \(isSame) \(isBehind)
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
