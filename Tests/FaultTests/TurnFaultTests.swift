import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// Processes that write to one tenant in turns, and what may happen to one in its turn.
@Suite(.timeLimit(.minutes(5))) struct TurnFaultTests {
    private static let writers = 6

    @Test func `two processes alternate, and nothing is lost or reordered`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let answers = Answers()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<Self.writers {
                        let place = writer % nodes.count
                        group.addTask {
                            var last = Position.start
                            while await answers.changes < 10 {
                                let request = tenant.registration(of: PersonID(UUID()))
                                let outcome = try await nodes[place].execute(request)
                                #expect(!outcome.isRepeat && outcome.position > last)
                                last = outcome.position
                                await answers.add(outcome, of: request.id, from: place)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                // What each was told is what stands there.
                let events = try await tenant.events(in: nodes[1].log)
                for (command, outcome) in await answers.outcomes {
                    let first = try #require(outcome.events.first?.position.value)
                    #expect(events[first - 1].commandID == command)
                    #expect(
                        Array(events[first - 1..<outcome.position.value]) == outcome.events)
                }
                try await tenant.expectWholeLog(nodes[0].log)
            }
        }
    }

    enum Mishap: CaseIterable { case dies, saysNothing }

    @Test(arguments: Mishap.allCases)
    func `a process to which something happens in its turn keeps nobody waiting`(mishap: Mishap)
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[1])
                let people = try await tenant.students(22, through: nodes[1])
                let log = PausingLog(nodes[0].log)
                try await withLanes(over: log) { lanes in
                    let pause = log.pauseNextTurn()
                    // It loses races, and so comes to its turn.
                    async let delayed = people[2...].mapInOrder { person in
                        try await nodes[1].execute(tenant.registration(of: PersonID(UUID())))
                        return try await lanes.execute(tenant.joining(person))
                    }
                    await pause.reached()
                    if mishap == .dies { nodes[0].proxy.cut() }
                    var outcomes: [CommandHandling.Outcome] = []
                    for person in people[..<2] {
                        outcomes.append(try await nodes[1].execute(tenant.joining(person)))
                    }
                    pause.end()
                    outcomes += try await delayed
                    #expect(outcomes.allSatisfy { !$0.isRepeat && $0.events.count == 2 })
                }
                let club = try await tenant.foldedClub(in: nodes[1].log)
                #expect(club.memberCount == people.count)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }
}

/// What writers were told, and how often the processes have taken turns.
private actor Answers {
    private(set) var outcomes: [CommandID: CommandHandling.Outcome] = [:]
    private var places: [Position: Int] = [:]

    func add(_ outcome: CommandHandling.Outcome, of command: CommandID, from place: Int) {
        outcomes[command] = outcome
        places[outcome.position] = place
    }

    /// How often, in the order of the log, one process follows another.
    var changes: Int {
        let order = places.sorted { $0.key < $1.key }.map(\.value)
        return zip(order, order.dropFirst()).count { $0 != $1 }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func mapInOrder<Result>(
        _ transform: (Element) async throws -> Result
    ) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
