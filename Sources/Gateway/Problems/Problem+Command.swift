import Clubs
import CommandHandling
import Directory
import EventSourcing
import HTTPTypes
import Tournaments

extension Problem {
    /// What a command's error means for whoever sent it; nothing for an error that is no refusal.
    init?(refusal error: any Error) {
        switch error {
        case let rejection as Club.Rejection: self.init(of: rejection)
        case let rejection as Tournament.Rejection: self.init(of: rejection)
        case let rejection as Person.Rejection: self.init(of: rejection)
        case let rejection as School.Rejection: self.init(of: rejection)
        case let failure as CommandFailure: self.init(of: failure)
        case let failure as LogFailure: self.init(of: failure)
        case let unreadable as UnreadableEvent: self.init(of: CommandFailure(unreadable))
        case let problem as Problem: self = problem
        default: return nil
        }
    }

    init(of failure: CommandFailure) {
        switch failure {
        case .stale(let stream, let expected, let current, let since):
            self.init(
                .stale, "\(stream) stands at version \(current), and you have seen \(expected)",
                [
                    "stream": .init(stream), "expectedVersion": .init(count: expected),
                    "currentVersion": .init(count: current),
                    "since": .array(since.map { .string($0) }),
                ])
        case .idempotencyMismatch: self.init(.idempotencyMismatch)
        case .notAllowed(let needs):
            let names = needs.map(\.rawValue).sorted()
            self.init(
                .notAllowed,
                needs == [.oneself]
                    ? "only the person themselves may do this"
                    : "this needs one of: \(names.joined(separator: ", "))",
                ["needs": .array(names.map { .string($0) })])
        case .actingNotLinked: self.init(.actingNotLinked)
        case .notFound: self.init(.notFound)
        case .invalidText(let field, let allowed):
            self.init(invalid: [.init(outside: allowed, field: "/\(field)")])
        case .controlCharacters(let field):
            self.init(
                invalid: [
                    .init(
                        "/\(field)", .controlCharacter,
                        expected: "text without control characters or marks of direction")
                ])
        case .unknownTenant: self.init(.unknownTenant)
        case .unreadableReport(let reason): self.init(.importInvalid, reason)
        case .overloaded(let wait):
            self.init(.overloaded, headers: .retry(after: wait))
        case .unavailable: self.init(.storeUnavailable, headers: .retry(after: .seconds(1)))
        case .outcomeUnknown: self.init(.outcomeUnknown, headers: .retry(after: .seconds(1)))
        case .newerRelease(let what):
            self.init(.newerRelease, what, headers: .retry(after: .seconds(5)))
        case .malformedEvent(let type, let position):
            let place = position.map { " at position \($0)" } ?? ""
            self.init(
                .malformedEvent, "an event of type \(type)\(place) cannot be read",
                position.map { ["position": .init(count: $0.value)] } ?? [:])
        }
    }

    init(of failure: LogFailure) {
        switch failure {
        case .unknownTenant: self.init(.unknownTenant)
        case .unreachable, .unavailable, .raced:
            self.init(.storeUnavailable, headers: .retry(after: .seconds(1)))
        case .outcomeUnknown: self.init(.outcomeUnknown, headers: .retry(after: .seconds(1)))
        case .slugTaken, .invalid: self.init(.internalError)
        }
    }
}

extension HTTPFields {
    /// `Retry-After` in whole seconds, and never 0.
    static func retry(after wait: Duration) -> HTTPFields {
        var fields = HTTPFields()
        let (seconds, fraction) = wait.components
        fields[.retryAfter] = String(Swift.max(1, seconds + (fraction > 0 ? 1 : 0)))
        return fields
    }
}
