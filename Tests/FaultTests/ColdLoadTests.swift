import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// Lanes that have to read a decider's stream each time, while somebody else writes to it.
@Suite(.timeLimit(.minutes(5))) struct ColdLoadTests {
    private static let rounds = 10
    /// The last seat is taken while the second of a round is being decided.
    private static let seats = 11

    @Test func `a decider cache of size one, cold loads delayed against a foreign writer`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[1], capacity: Self.seats)
                let people = try await tenant.students(Self.rounds * 2, through: nodes[1])
                let log = PausingLog(nodes[0].log)
                for first in stride(from: 0, to: people.count, by: 2) {
                    // Lanes that have lost no race yet, or they would lock before they read.
                    try await withLanes(over: log, limits: LaneLimits(memoryLimit: 1)) { lanes in
                        // From here on the lane knows where the tenant stands.
                        _ = try await lanes.execute(tenant.registration(of: PersonID(UUID())))
                        let pause = log.pauseNextRead()
                        async let delayed = lanes.execute(tenant.joining(people[first + 1]))
                        // What it has read is out of date before it is used.
                        await pause.reached()
                        let outcome = try await nodes[1].execute(tenant.joining(people[first]))
                        pause.end()
                        for (place, outcome) in [(first, outcome), (first + 1, try await delayed)] {
                            #expect(
                                outcome.events.last?.event.type
                                    == (place < Self.seats
                                        ? "club.member-joined" : "club.member-waitlisted"))
                        }
                    }
                }
                let club = try await tenant.foldedClub(in: log)
                #expect(club.memberCount == Self.seats)
                #expect(club.waitlist.count == people.count - Self.seats)
                try await tenant.expectWholeLog(log)
            }
        }
    }
}
