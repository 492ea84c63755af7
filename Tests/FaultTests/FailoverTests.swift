import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// A standby that had fallen behind becomes the server, while lanes live that have seen more.
@Suite(.timeLimit(.minutes(5))) struct FailoverTests {
    /// How far the promoted log has grown when the lane that has seen the lost events comes back.
    enum Growth: CaseIterable { case shorter, asLong, longer }

    @Test(arguments: Growth.allCases)
    func `a lagging standby promoted under a live lane`(growth: Growth) async throws {
        let key = try MasterKey(base64: MasterKey.makeBase64())
        try await withStandby { standby in
            try await Node.with(
                on: standby.primary, orElse: standby.configuration, key: key
            ) { nodes in
                let tenant = try await Tenant.open(through: nodes[0], capacity: 1)
                let people = try await tenant.students(4, through: nodes[0])
                let common = try await nodes[0].log.open(tenant.id, commands: []).head
                try await standby.fallBehind()

                let lost = tenant.joining(people[0])
                let before = try await nodes[0].execute(lost)
                #expect(before.events.last?.event.type == "club.member-joined")
                for node in nodes { node.proxy.stop() }
                try await standby.promote()
                try await grow(tenant, to: growth, joining: people[1], through: nodes[1])
                let head = try await nodes[1].log.open(tenant.id, commands: []).head
                switch growth {
                case .shorter: #expect(head == common)
                case .asLong: #expect(head == before.position)
                case .longer: #expect(head > before.position)
                }

                // The lane has seen a seat taken by somebody who was never there.
                let next = try await nodes[0].execute(tenant.joining(people[2]))
                let again = try await nodes[0].execute(lost)
                #expect(!next.isRepeat && !again.isRepeat)
                #expect(next.events.first?.position == head.next)
                #expect(
                    next.events.last?.event.type
                        == (growth == .shorter
                            ? "club.member-joined" : "club.member-waitlisted"))
                let club = try await tenant.foldedClub(in: nodes[1].log)
                #expect(club.memberCount == 1)
                #expect(club.waitlist.count == (growth == .shorter ? 1 : 2))
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    /// Another history, through a process that has seen nothing of the lost one.
    private func grow(
        _ tenant: Tenant, to growth: Growth, joining person: PersonID, through node: Node
    ) async throws {
        guard growth != .shorter else { return }
        try await node.execute(tenant.joining(person))
        if growth == .longer { _ = try await tenant.students(3, through: node) }
    }
}
