import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// A connection that fails between `COMMIT` sent and answered.
@Suite(.timeLimit(.minutes(5))) struct CommitTests {
    @Test func `a connection cut during COMMIT while a twin of one command wins elsewhere`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let request = tenant.joining(try await tenant.student(through: nodes[0]))
                let trap = nodes[0].proxy.trap(at: .request)
                async let cutOff = nodes[0].execute(request)
                let held = try await trap.caught()
                async let twin = nodes[1].execute(request)
                // The twin stands first in the line for the head that the held commit has locked:
                // an append gives up soon, and then waits for as long as it takes.
                try await untilBlocked(by: "%FOR UPDATE%", in: configuration)
                held.cut()
                let (found, winner) = (try await cutOff, try await twin)
                #expect(!winner.isRepeat && found.isRepeat)
                #expect(found.events == winner.events && found.position == winner.position)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    @Test func `a connection cut behind its COMMIT has its command found, here and elsewhere`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let request = tenant.joining(try await tenant.student(through: nodes[0]))
                let trap = nodes[0].proxy.trap(at: .answer)
                async let cutOff = nodes[0].execute(request)
                let held = try await trap.caught()
                let twin = try await nodes[1].execute(request)
                held.cut()
                let found = try await cutOff
                #expect(twin.isRepeat && found.isRepeat)
                #expect(found.events == twin.events && found.events.count == 2)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    @Test func `a server that commits for a client who is gone has the command done once`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                for person in try await tenant.students(10, through: nodes[0]) {
                    let trap = nodes[0].proxy.trap(at: .request)
                    async let outcome = nodes[0].execute(tenant.joining(person))
                    try await trap.caught().releaseAndCut()
                    #expect(try await outcome.events.count == 2)
                }
                #expect(try await tenant.foldedClub(in: nodes[0].log).memberCount == 10)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    @Test func `a pipelined batch behind one that fails`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0], capacity: 2)
                let people = try await tenant.students(3, through: nodes[0])
                let trap = nodes[0].proxy.trap(at: .request)
                async let first = nodes[0].execute(tenant.joining(people[0]))
                let held = try await trap.caught()
                // These are decided, or wait, behind a batch that will not come to be.
                async let second = nodes[0].execute(tenant.joining(people[1]))
                async let third = nodes[0].execute(tenant.joining(people[2]))
                _ = try await nodes[1].log.open(tenant.id, commands: [])
                held.cut()
                let outcomes = try await [first, second, third]
                #expect(Set(outcomes.map(\.position)).count == 3)
                let club = try await tenant.foldedClub(in: nodes[1].log)
                #expect(club.memberCount == 2 && club.waitlist.count == 1)
                #expect(outcomes[0].events.last?.event.type == "club.member-joined")
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }
}
