import CommandHandling
import Logging

/// Tells the log why a service is not ready: once for each check and reason in a while, however many
/// ask.
struct ReadinessWarnings: Sendable {
    private let logger: Logger
    private let limiter = WarningLimiter<[String]>()

    init(logger: Logger) { self.logger = logger }

    func add(_ check: String, _ reason: String) {
        guard let heldBack = limiter.admit([check, reason]) else { return }
        logger.warning(
            "not ready",
            metadata: ["check": "\(check)", "reason": "\(reason)", "heldBack": "\(heldBack)"])
    }
}
