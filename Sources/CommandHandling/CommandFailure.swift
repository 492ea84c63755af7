import EventSourcing

/// Why a command was not carried out, where no decider's rule says so.
///
/// A rule's own refusal is thrown as the decider's `Rejection`.
package enum CommandFailure: Error, Equatable {
    /// The stream has moved on since the version that the caller had seen.
    case stale(StreamName, expected: Int, current: Int, since: [String])
    /// The command's id has already been used, with another body.
    case idempotencyMismatch(CommandID)
    /// None of the capacities that may do this is the caller's.
    case notAllowed(needs: [Actor.Capacity])
    /// The caller acts for somebody who has not been put in their care.
    case actingNotLinked
    case notFound(StreamName)
    /// A text is too short or too long; lengths in Unicode scalars.
    case invalidText(field: String, allowed: ClosedRange<Int>)
    /// A text holds characters that steer what shows it.
    case controlCharacters(field: String)
    case unknownTenant(TenantID)
    /// A tournament's report cannot be played here, for this reason.
    case unreadableReport(String)
    /// The tenant's queue is full; nothing has been done.
    case overloaded(retryAfter: Duration)
    /// The store cannot be reached; nothing has been done.
    case unavailable
    /// The store stopped answering during the commit: done or not, a repeat will tell.
    case outcomeUnknown
    /// An event in the log that a newer release wrote: this process must not decide on it.
    case newerRelease(String)
    /// An event in the log that no release can read: nothing is decided on it until it is mended.
    case malformedEvent(type: String, at: Position?)
}

extension CommandFailure {
    /// What a failure of the log means for the commands that met it.
    init?(_ failure: any Error) {
        switch failure {
        case LogFailure.unknownTenant(let tenant): self = .unknownTenant(tenant)
        case LogFailure.unreachable, LogFailure.unavailable, LogFailure.raced: self = .unavailable
        case LogFailure.outcomeUnknown: self = .outcomeUnknown
        case let unreadable as UnreadableEvent: self.init(unreadable)
        default: return nil
        }
    }

    package init(_ unreadable: UnreadableEvent) {
        switch unreadable.reason {
        case .unknownShape: self = .newerRelease(unreadable.description)
        case .malformed: self = .malformedEvent(type: unreadable.type, at: unreadable.position)
        }
    }
}
