import EventSourcing
import PostgreSQL

extension LogFailure {
    /// What a failed read means: nothing was changed.
    init(reading error: any Error) {
        switch error {
        case let failure as LogFailure: self = failure
        case let failure as PostgresFailure where failure.hadNoConnection:
            self = .unreachable(failure)
        default: self = .unavailable(error)
        }
    }

    /// What a failed write means; one that was cut off during its commit may have succeeded.
    init(writing error: any Error) {
        switch error {
        case let failure as LogFailure:
            self = failure
        case let failure as PostgresFailure where failure.isDataError:
            self = .invalid(failure)
        case let failure as PostgresFailure where failure.hadNoConnection:
            self = .unreachable(failure)
        case let failure as PostgresFailure:
            self =
                failure.code == .outcomeUnknown ? .outcomeUnknown(failure) : .unavailable(failure)
        default:
            self = .unavailable(error)
        }
    }
}

extension PostgresFailure {
    /// The pool has tried for the whole of its time, or had too many waiting.
    fileprivate var hadNoConnection: Bool {
        switch code {
        case .connectFailed, .poolExhausted, .closed: true
        default: false
        }
    }
}

extension LogFailure {
    /// The server's five characters, where it has said why.
    package var sqlState: String? {
        switch self {
        case .invalid(let error), .unreachable(let error), .unavailable(let error),
            .outcomeUnknown(let error):
            (error as? PostgresFailure)?.sqlState
        case .unknownTenant, .slugTaken, .raced: nil
        }
    }

    /// Nothing was stored, for somebody else held a lock for as long as the session waits for it.
    package var isLockTimeout: Bool {
        if case .unavailable = self { sqlState == "55P03" } else { false }
    }
}
