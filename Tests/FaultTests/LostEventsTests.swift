import Backend
import CommandHandling
import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

/// The newest events are gone, with what was made of them, under a service that has seen them all.
@Suite(.timeLimit(.minutes(2))) struct LostEventsTests {
    @Test func `read models and policies go on with what comes in the place of lost events`()
        async throws
    {
        try await withServer { configuration, key in
            try await Node.with(
                [SystemTime()], on: configuration, key: key, running: .everything
            ) { nodes in
                let node = nodes[0]
                let tenant = try await Tenant.open(through: node, capacity: 1, offerHours: 24)
                let people = try await tenant.students(2, through: node)
                for person in people { try await node.execute(tenant.joining(person)) }
                let common = try await node.log.open(tenant.id, commands: []).head
                _ = try await tenant.students(3, through: node)
                try await node.settle(tenant, in: configuration)
                try await lose(behind: common, in: configuration)

                let left = try await node.execute(tenant.leaving(people[0]))
                #expect(left.position <= common + 3)
                try await node.settle(tenant, in: configuration)
                let events = try await tenant.events(in: node.log)
                #expect(events.last?.event.type == "club.seat-offered")
                try await expectReadModelOfLog(node, in: configuration)
            }
        }
    }

    private func lose(behind position: Position, in configuration: Configuration) async throws {
        let connection = try await Connection.open(configuration)
        try await connection.execute(
            script: """
                BEGIN;
                DELETE FROM log.event WHERE position > \(position);
                UPDATE log.head SET position = \(position), recorded_at = (
                    SELECT recorded_at FROM log.event WHERE position = \(position));
                DELETE FROM read.person WHERE position > \(position);
                UPDATE read.checkpoint SET position = \(position);
                UPDATE policy.checkpoint SET position = \(position);
                COMMIT;
                """)
        await connection.close()
    }
}
