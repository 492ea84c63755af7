import Backend
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
                // The twin stands in the line for the head that the held commit has locked: an
                // append gives up soon, and then waits for as long as it takes. A newcomer could
                // pass it by when the lock becomes free, so the other process has to wait.
                try await untilBlocked(by: "%FOR UPDATE%", in: configuration)
                nodes[0].proxy.hang()
                held.cut()
                let winner = try await twin
                nodes[0].proxy.resume()
                let found = try await cutOff
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

    @Test(arguments: [Trap.Place.request, .answer])
    func `a connection cut at the COMMIT of many copied events has each command done once`(
        place: Trap.Place
    ) async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let requests = (0..<200).map { _ in tenant.registration(of: PersonID(UUID())) }
                let trap = nodes[0].proxy.trap(at: place) { commit in
                    commit.statements.contains { $0.hasPrefix("COPY log.event") }
                }
                async let cutOff = nodes[0].backend.lanes.execute(batch: requests)
                try await trap.caught().cut()
                let found = try await cutOff.map { try $0.get() }
                let again = try await nodes[1].backend.lanes.execute(batch: requests)
                    .map { try $0.get() }
                let repeats = again.count { $0.isRepeat }
                #expect(repeats == requests.count)
                let (events, eventsAgain) = (found.map(\.events), again.map(\.events))
                #expect(eventsAgain == events)
                let positions = Set(found.map(\.position))
                #expect(positions.count == requests.count)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    /// The second of two seats is taken in memory, and then by somebody else.
    @Test func `a pipelined batch behind one that fails`() async throws {
        let clock = CountingTime()
        try await withServer { configuration, key in
            try await Node.with([clock, SystemTime()], on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0], capacity: 2)
                let people = try await tenant.students(4, through: nodes[0])
                let trap = nodes[0].proxy.trap(at: .request)
                async let first = nodes[0].execute(tenant.joining(people[0]))
                let held = try await trap.caught()
                let decided = clock.count
                async let second = nodes[0].execute(tenant.joining(people[1]))
                try await clock.asked(decided + 1)
                async let third = nodes[0].execute(tenant.joining(people[2]))
                // Decisions follow one another: the third has begun, so the second is decided,
                // behind a batch that will not come to be.
                try await clock.asked(decided + 2)
                async let foreign = nodes[1].execute(tenant.joining(people[3]))
                try await untilBlocked(by: "%FOR UPDATE%", in: configuration)
                nodes[0].proxy.hang()
                held.cut()
                let winner = try await foreign
                nodes[0].proxy.resume()
                let outcomes = try await [winner, first, second, third]
                #expect(
                    outcomes.map { $0.events.last?.event.type } == [
                        "club.member-joined", "club.member-joined", "club.member-waitlisted",
                        "club.member-waitlisted",
                    ])
                #expect(Set(outcomes.map(\.position)).count == 4)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }
}
