import PostgreSQL

/// Asks a server whether it can write, and leaves nothing behind.
package struct WriteTrial: Sendable {
    private let pool: Pool
    /// Of each question.
    private let timeout: Duration

    package init(through pool: Pool, timeout: Duration) {
        self.pool = pool
        self.timeout = timeout
    }

    /// What the server says of itself: a full disk is not part of that.
    ///
    /// - Throws: `PostgresFailure`.
    package func isReadOnly() async throws -> Bool {
        let rows = try await pool.query(
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean",
            timeout: timeout
        ).rows
        return try rows.first?.decode(Bool.self) ?? false
    }

    /// Writes about a megabyte into a table that is gone with its transaction. A row in a table that
    /// is there would go into a page that has room, and tell nothing of a disk that has none.
    ///
    /// - Returns: Why it was refused; nothing also where this user may make no such table, because
    ///   then the next command has to try.
    /// - Throws: `PostgresFailure` of another kind.
    package func refusal() async throws -> WriteRefusal? {
        do {
            _ = try await pool.query(
                """
                CREATE TEMPORARY TABLE write_trial ON COMMIT DROP AS
                SELECT repeat('x', 1000) FROM generate_series(1, 1000)
                """, timeout: timeout)
            return nil
        } catch let failure as PostgresFailure where failure.sqlState == "42501" {
            return nil
        } catch let failure as PostgresFailure {
            guard let refusal = WriteRefusal(failure) else { throw failure }
            return refusal
        }
    }
}
