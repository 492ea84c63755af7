import Backend
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import ServiceLifecycle
import TestSupport
import Testing

/// What follows by policy, when the process that does it is killed.
@Suite(.timeLimit(.minutes(5))) struct PolicyKillTests {
    /// - Parameter place: Whether the command under way is lost with its process, or done.
    @Test(arguments: Trap.Place.allCases)
    func `a policy killed between its commands`(place: Trap.Place) async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(
                    through: nodes[0], capacity: 2, offerHours: 24)
                let people = try await tenant.students(5, through: nodes[0])
                for person in people { try await nodes[0].execute(tenant.joining(person)) }
                for person in people.prefix(2) {
                    try await nodes[0].execute(tenant.leaving(person))
                }
                try await killPolicies(of: nodes[0], at: place)
                let offers = try await carryOn(tenant, through: nodes[1])
                #expect(offers.count == 2)
                #expect(Set(offers.map(\.causation)).count == 2)
                let club = try await tenant.foldedClub(in: nodes[1].log)
                #expect(club.heldSeats == 2)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    /// Lets the policies carry out one command, and kills their process amid the second.
    private func killPolicies(of node: Node, at place: Trap.Place) async throws {
        let first = node.proxy.trap(at: .answer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in node.backend.services where !(service is Lanes) {
                group.addTask { try await service.run() }
            }
            let held = try await first.caught()
            let second = node.proxy.trap(at: place)
            held.release()
            _ = try await second.caught()
            node.proxy.stop()
            group.cancelAll()
        }
    }

    /// Lets the policies of another process go on, until nothing is left to do.
    ///
    /// - Returns: The offers in the log.
    private func carryOn(
        _ tenant: Tenant, through node: Node
    ) async throws -> [Recorded<EncodedEvent>] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in node.backend.services where !(service is Lanes) {
                group.addTask { try await service.run() }
            }
            var (settled, head) = (Position.start, Position(1))
            while settled < head {
                settled = try await node.backend.policyState.checkpoint(of: tenant.id)
                head = try await node.log.open(tenant.id, commands: []).head
            }
            group.cancelAll()
        }
        return try await tenant.events(in: node.log)
            .filter { $0.event.type == "club.seat-offered" }
    }
}
