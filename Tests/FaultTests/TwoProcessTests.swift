import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// Two processes that write to one tenant.
@Suite(.timeLimit(.minutes(5))) struct TwoProcessTests {
    @Test func `a leave acknowledged by one process and a join at once through the other`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0], capacity: 1)
                let people = try await tenant.students(20, through: nodes[0])
                try await nodes[0].execute(tenant.joining(people[0]))
                for (index, (leaver, joiner)) in zip(people, people.dropFirst()).enumerated() {
                    let (here, there) = (nodes[index % 2], nodes[(index + 1) % 2])
                    try await here.execute(tenant.leaving(leaver))
                    let joined = try await there.execute(tenant.joining(joiner))
                    #expect(joined.events.last?.event.type == "club.member-joined")
                }
                try await tenant.expectWholeLog(nodes[0].log)
            }
        }
    }

    @Test func `50 twins over two processes`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let request = tenant.joining(try await tenant.student(through: nodes[0]))
                // The first is held until all the others have been sent.
                let trap = nodes[0].proxy.trap(at: .request)
                let outcomes = try await withThrowingTaskGroup(of: CommandHandling.Outcome.self) {
                    group in
                    group.addTask { try await nodes[0].execute(request) }
                    let held = try await trap.caught()
                    for index in 1..<50 {
                        group.addTask { try await nodes[index % 2].execute(request) }
                    }
                    try await untilBlocked(in: configuration)
                    held.release()
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count == 50)
                #expect(outcomes.allSatisfy { $0.events == outcomes[0].events })
                #expect(Set(outcomes.map(\.position)).count == 1)
                #expect(outcomes.contains { !$0.isRepeat } && outcomes.contains { $0.isRepeat })
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    @Test func `two processes whose clocks differ by 5 s`() async throws {
        let start = Timestamp.tuesday
        let early = ScriptedTime(start)
        let late = ScriptedTime(start.advanced(by: .seconds(5)))
        try await withServer { configuration, key in
            try await Node.with([early, late], on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                var recorded: [Timestamp] = []
                for turn in 0..<12 {
                    await early.advance(by: .seconds(1))
                    await late.advance(by: .seconds(1))
                    let request = tenant.registration(of: PersonID(UUID()))
                    let outcome = try await nodes[turn % 2].execute(request)
                    recorded += outcome.events.map(\.recordedAt)
                    // What one process has recorded, the other finds at its time.
                    let time = try #require(recorded.last)
                    let found = try await nodes[(turn + 1) % 2].log.position(
                        of: tenant.id, at: time)
                    #expect(found >= outcome.position)
                }
                #expect(recorded == recorded.sorted())
                #expect(recorded.first == start.advanced(by: .seconds(1)))
                #expect(recorded.last == start.advanced(by: .seconds(17)))
                try await tenant.expectWholeLog(nodes[0].log)
            }
        }
    }

    @Test func `one poisoned command among 50`() async throws {
        try await withServer { configuration, key in
            try await poison("club.enrolment-closed", in: configuration)
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let people = try await tenant.students(50, through: nodes[0])
                // All of them wait while the first is held, and then go together.
                let trap = nodes[0].proxy.trap(at: .request)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await nodes[0].execute(tenant.joining(people[0])) }
                    let held = try await trap.caught()
                    for person in people.dropFirst() {
                        group.addTask { try await nodes[0].execute(tenant.joining(person)) }
                    }
                    group.addTask {
                        let failure = await #expect(throws: LogFailure.self) {
                            try await nodes[0].execute(tenant.leading(.closeEnrolment))
                        }
                        guard case .invalid = failure else {
                            Issue.record("\(String(describing: failure))")
                            return
                        }
                    }
                    held.release()
                    try await group.waitForAll()
                }
                #expect(try await tenant.foldedClub(in: nodes[1].log).memberCount == 50)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }
}
