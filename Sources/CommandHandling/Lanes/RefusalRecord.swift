import EventSourcing
import EventStorage
import Logging
import Synchronization

/// What the store has kept all lanes of a process from carrying out: counted, and told to the log
/// once for each tenant and cause in a while, however many are refused.
final class RefusalRecord: Sendable {
    private struct Source: Hashable {
        let tenant: TenantID
        let cause: RefusalCause
    }

    private let logger: Logger
    private let limiter = WarningLimiter<Source>()
    private let counts = Mutex<[RefusalCause: Int]>([:])

    init(logger: Logger) {
        self.logger = logger
    }

    /// Refused commands since the process has begun.
    func count(of cause: RefusalCause) -> Int {
        counts.withLock { $0[cause, default: 0] }
    }

    func add(_ count: Int, of tenant: TenantID, after error: any Error) {
        let cause = RefusalCause(error)
        counts.withLock { $0[cause, default: 0] += count }
        guard let heldBack = limiter.admit(Source(tenant: tenant, cause: cause)) else { return }
        var metadata: Logger.Metadata = [
            "tenant": "\(tenant)", "cause": "\(cause.rawValue)", "reason": "\(error)",
            "commands": "\(count)", "heldBack": "\(heldBack)",
        ]
        if let sqlState = (error as? LogFailure)?.sqlState { metadata["sqlState"] = "\(sqlState)" }
        logger.log(
            level: cause.isPassing ? .warning : .error, "the store keeps commands from being done",
            metadata: metadata)
    }
}
