import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Policies

/// The policies and deadlines of a network whose clock is scripted: what the service's runners do,
/// in an order that nothing but the events decides.
struct ScriptedPolicies {
    /// The deadlines' sender, as the service's clock names itself.
    private static let clock = DeadlineClock.name

    private struct Deadline {
        let at: Timestamp
        let command: PolicyCommand
        let cause: Recorded<DomainEvent>
    }

    private var deadlines: [String: Deadline] = [:]

    /// What follows at once from an event; deadlines are noted.
    mutating func react(to event: Recorded<DomainEvent>) throws -> [CommandRequest] {
        var requests: [CommandRequest] = []
        for policy in PolicyCatalog.all {
            let name = type(of: policy).name
            for reaction in policy.react(to: event) {
                switch reaction {
                case .command(let command):
                    requests.append(
                        try command.request(
                            in: event.tenant, from: .policy(name), sender: name, cause: event.id,
                            correlation: event.correlation))
                case .schedule(let key, let at, let command):
                    deadlines[key.text] = Deadline(at: at, command: command, cause: event)
                case .cancel(let key):
                    deadlines[key.text] = nil
                }
            }
        }
        return requests
    }

    /// Takes the deadline off the list that is due first, through `time`.
    mutating func nextDue(through time: Timestamp) throws -> (Timestamp, CommandRequest)? {
        let due = deadlines.filter { $0.value.at <= time }
        guard let (key, first) = due.min(by: { ($0.value.at, $0.key) < ($1.value.at, $1.key) })
        else { return nil }
        deadlines[key] = nil
        return (
            first.at,
            try first.command.request(
                in: first.cause.tenant, from: .clock, sender: Self.clock, cause: first.cause.id)
        )
    }

    /// What is still to come when the story is over.
    func outstanding() throws -> [PolicyState.Deadline] {
        try deadlines.sorted { $0.key < $1.key }.map { key, deadline in
            PolicyState.Deadline(
                tenant: deadline.cause.tenant, key: key, dueAt: deadline.at,
                wish: Array(try JSONEncoder.canonical.encode(deadline.command)),
                cause: deadline.cause.id)
        }
    }
}
