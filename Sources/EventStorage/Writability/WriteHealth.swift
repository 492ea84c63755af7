import EventSourcing
import Logging
import PostgreSQL
import Synchronization

/// Whether the store takes what is appended, as its newest answer tells.
///
/// What changes is logged once, and not with each command that is refused.
final class WriteHealth: Sendable {
    private let standing = Mutex<WriteRefusal?>(nil)
    private let logger = Logger(label: "clubs.log")

    /// The refusal that is newer than the last success.
    var refusal: WriteRefusal? { standing.withLock { $0 } }

    func succeeded() {
        guard standing.withLock({ $0.take() }) != nil else { return }
        logger.notice("the store takes writes again")
    }

    func refused(_ refusal: WriteRefusal) {
        let before = standing.withLock { standing in
            defer { standing = refusal }
            return standing
        }
        guard before != refusal else { return }
        logger.error(
            "the store refuses writes",
            metadata: ["reason": "\(refusal)", "remedy": "\(refusal.remedy)"])
    }

    /// Takes note of how `body`, which appends, fares.
    func noting<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            succeeded()
            return result
        } catch {
            if let refusal = Self.refusal(in: error) { refused(refusal) }
            throw error
        }
    }

    private static func refusal(in error: any Error) -> WriteRefusal? {
        switch error {
        case let failure as PostgresFailure: WriteRefusal(failure)
        case LogFailure.unavailable(let cause as PostgresFailure): WriteRefusal(cause)
        default: nil
        }
    }
}
