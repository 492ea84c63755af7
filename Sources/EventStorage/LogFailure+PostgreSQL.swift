import EventSourcing
import PostgreSQL

extension LogFailure {
    /// What a failed read means: nothing was changed.
    init(reading error: any Error) {
        self = error as? LogFailure ?? .unavailable(error)
    }

    /// What a failed write means. Without the server's word that it failed, it may have succeeded.
    init(writing error: any Error) {
        switch error {
        case let failure as LogFailure:
            self = failure
        case let failure as PostgresFailure where failure.isDataError:
            self = .invalid(failure)
        case let failure as PostgresFailure:
            switch failure.code {
            case .connectionLost, .timedOut, .outcomeUnknown, .cancelled:
                self = .outcomeUnknown(failure)
            case .server, .connectFailed, .poolExhausted, .decoding, .closed:
                self = .unavailable(failure)
            }
        default:
            self = .unavailable(error)
        }
    }
}
