import Foundation
import Logging
import PostgreSQL

/// A process's claim to a work that only one of several needs to do.
///
/// Mere economy: two holders would do the work twice, and the checkpoint, or the commands' derived
/// ids, let it count once. The database's clock judges, so processes need not agree about the time.
package actor Lease {
    /// How long a claim lasts that is not renewed.
    package static let standardDuration = Duration.seconds(5)
    /// How old a claim may be before it is renewed.
    package static let renewalAge = Duration.seconds(1)

    private let name: String
    /// How long a claim lasts that is not renewed.
    private let duration: Duration
    private let holder = UUID()
    private let pool: Pool
    private var heldSince: ContinuousClock.Instant?

    package init(_ name: String, lasting duration: Duration = standardDuration, pool: Pool) {
        self.name = name
        self.duration = duration
        self.pool = pool
    }

    /// Whether it was held when it was last asked for.
    package var isHeld: Bool { heldSince != nil }

    /// Takes the lease if it is free, or renews it.
    ///
    /// - Returns: Whether it is ours.
    package func hold() async throws -> Bool {
        let now = ContinuousClock.now
        if let heldSince, now - heldSince < Self.renewalAge { return true }
        heldSince = nil
        let seconds = Double(duration.components.seconds)
        let rows = try await pool.query(
            """
            INSERT INTO read.lease (name, holder, until)
            VALUES (\(name), \(holder), statement_timestamp() + make_interval(secs => \(seconds)))
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE lease.holder = excluded.holder OR lease.until < statement_timestamp()
            RETURNING holder
            """
        ).rows
        guard !rows.isEmpty else { return false }
        heldSince = now
        return true
    }

    /// Gives it up, so that another process need not wait for its end.
    package func release() async throws {
        guard heldSince != nil else { return }
        heldSince = nil
        _ = try await pool.query(
            "DELETE FROM read.lease WHERE name = \(name) AND holder = \(holder)")
    }

    /// Gives it up at the end of the work; where that fails, it ends by itself.
    package func giveUp(_ logger: Logger) async {
        do {
            try await release()
        } catch {
            logger.debug(
                "a lease ends by itself", metadata: ["lease": "\(name)", "reason": "\(error)"])
        }
    }
}
