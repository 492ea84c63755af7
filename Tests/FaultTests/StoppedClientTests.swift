import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// A process that is stopped, and not dead: its connections live, and the server hears no more.
@Suite(.timeLimit(.minutes(5))) struct StoppedClientTests {
    @Test func `a client stopped in the middle of a batch`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let people = try await tenant.students(2, through: nodes[0])
                let trap = nodes[0].proxy.trap(at: .request)
                async let stopped = nodes[0].execute(tenant.joining(people[0]))
                // The head is locked, and the server waits for the end of the pipeline.
                let held = try await trap.caught()
                let other = try await nodes[1].execute(tenant.joining(people[1]))
                #expect(other.events.last?.event.type == "club.member-joined")
                held.release()
                let late = try await stopped
                #expect(!late.isRepeat && late.position > other.position)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    @Test func `a client stopped while it decides under the lock`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let person = try await tenant.student(through: nodes[0])
                let pause = Pause()
                let stopped = Task {
                    try await nodes[0].log.locked(tenant.id) { locked in
                        let opening = try await locked.open(commands: [])
                        await pause.stand()
                        return opening
                    }
                }
                await pause.reached()
                let other = try await nodes[1].execute(tenant.joining(person))
                #expect(other.events.last?.event.type == "club.member-joined")
                pause.end()
                // What it would have done under the lock is not done.
                await #expect(throws: LogFailure.self) { try await stopped.value }
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }
}
