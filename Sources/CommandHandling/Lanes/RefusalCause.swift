import EventSourcing
import EventStorage

/// Why the store has kept commands from being carried out; the names are those of a metric's label.
package enum RefusalCause: String, CaseIterable, Sendable {
    /// No connection could be had for as long as one may be waited for.
    case unreachable
    /// Somebody else held the tenant's head for as long as one may wait for it.
    case locked
    /// The store has said no, or has gone, before anything was stored.
    case unavailable
    case outcomeUnknown = "outcome_unknown"
    /// What the command has decided cannot be stored.
    case invalid
    /// Something in the log cannot be read by this release, or by any.
    case unreadable
    case other

    init(_ error: any Error) {
        switch error {
        case LogFailure.unreachable: self = .unreachable
        case let failure as LogFailure where failure.isLockTimeout: self = .locked
        case LogFailure.unavailable, LogFailure.raced, CommandFailure.unavailable:
            self = .unavailable
        case LogFailure.outcomeUnknown: self = .outcomeUnknown
        case LogFailure.invalid: self = .invalid
        case is UnreadableEvent, is BrokenStream: self = .unreadable
        default: self = .other
        }
    }

    /// Whether the same command may be carried out later without anybody's help.
    var isPassing: Bool {
        switch self {
        case .unreachable, .locked, .unavailable, .outcomeUnknown: true
        case .invalid, .unreadable, .other: false
        }
    }
}
