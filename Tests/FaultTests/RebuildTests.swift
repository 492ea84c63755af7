import Backend
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import ReadModels
import TestSupport
import Testing

/// Read models are made anew; what has been done because of an event is not done again.
@Suite(.timeLimit(.minutes(5))) struct RebuildTests {
    @Test func `a rebuild of everything, which must send nothing twice`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key, running: .everything) { nodes in
                let tenant = try await Tenant.open(
                    through: nodes[0], capacity: 3, offerHours: 24)
                let people = try await tenant.students(8, through: nodes[0])
                for person in people { try await nodes[0].execute(tenant.joining(person)) }
                for person in people.prefix(3) {
                    try await nodes[0].execute(tenant.leaving(person))
                }
                try await settle(tenant, nodes)
                let before = try await tenant.events(in: nodes[0].log)
                let deadlines = try await self.deadlines(in: configuration)
                #expect(before.filter { $0.event.type == "club.seat-offered" }.count == 3)
                #expect(deadlines.count == 3)

                try await rebuild(configuration, over: nodes[0].log)
                // Whoever is behind everything that was there has seen it again, or never will.
                _ = try await tenant.student(through: nodes[1])
                try await settle(tenant, nodes)
                let after = try await tenant.events(in: nodes[1].log)
                #expect(after.dropLast() == before[...])
                #expect(try await self.deadlines(in: configuration) == deadlines)
                try await tenant.expectWholeLog(nodes[1].log)
            }
        }
    }

    /// Every read model is built from the first event, and shown.
    private func rebuild(_ configuration: Configuration, over log: PostgresLog) async throws {
        let owner = Pool(configuration)
        let builder = VersionBuilder(log: log, pool: owner, logger: .quiet)
        _ = try await builder.build("main-2", at: SystemTime().now())
        _ = try await builder.show("main-2")
        await owner.close()
    }

    /// Waits until policies and read models stand at a head that stays.
    private func settle(_ tenant: Tenant, _ nodes: [Node]) async throws {
        var head = Position.start
        var done = Position.start
        repeat {
            head = try await nodes[0].log.open(tenant.id, commands: []).head
            done = try await nodes[0].backend.policyState.checkpoint(of: tenant.id)
        } while done < head
        let isShown = await nodes[0].backend.projections.reached(
            tenant.id, head, within: .seconds(60))
        #expect(isShown)
    }

    private func deadlines(in configuration: Configuration) async throws -> [String] {
        let connection = try await Connection.open(configuration)
        let rows = try await connection.query(
            "SELECT row::text FROM policy.deadline AS row ORDER BY 1"
        ).rows.map { try $0.decode(String.self) }
        await connection.close()
        return rows
    }
}
