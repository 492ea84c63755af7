import Backend
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import ReadModels
import TestSupport
import Testing

/// Two processes that keep one read model.
@Suite(.timeLimit(.minutes(5))) struct ProjectorPauseTests {
    @Test func `a projector's owner paused past its lease`() async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                let log = PausingLog(nodes[0].log)
                let owner = nodes[0].projector(over: log)
                let heir = nodes[1].projector(over: nodes[1].log)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await owner.run() }
                    let start = try await nodes[0].log.open(tenant.id, commands: []).head
                    #expect(await owner.reached(tenant.id, start, within: .seconds(60)))

                    let pause = log.pauseNextRead()
                    _ = try await tenant.student(through: nodes[0])
                    await pause.reached()
                    try await endLeases(in: configuration)
                    let people = try await tenant.students(5, through: nodes[0])
                    for person in people { try await nodes[0].execute(tenant.joining(person)) }
                    group.addTask { try await heir.run() }
                    let head = try await nodes[0].log.open(tenant.id, commands: []).head
                    #expect(await heir.reached(tenant.id, head, within: .seconds(60)))

                    // The owner writes what it has read long ago, and fails at the checkpoint.
                    pause.end()
                    for person in people { try await nodes[0].execute(tenant.leaving(person)) }
                    let end = try await nodes[0].log.open(tenant.id, commands: []).head
                    #expect(await owner.reached(tenant.id, end, within: .seconds(60)))
                    group.cancelAll()
                }
                try await expectReadModelOfLog(nodes[1], in: configuration)
            }
        }
    }

    /// What the database's clock does in five seconds.
    private func endLeases(in configuration: Configuration) async throws {
        let connection = try await Connection.open(configuration)
        _ = try await connection.query("UPDATE read.lease SET until = now() - interval '1 s'")
        await connection.close()
    }
}

extension Node {
    func projector(over log: any EventLog) -> ProjectionRunner {
        ProjectionRunner(log: log, pool: backend.readers, logger: .quiet)
    }
}

/// The tables are what a fresh fold of the log makes.
func expectReadModelOfLog(_ node: Node, in configuration: Configuration) async throws {
    let findings = try await LedgerAudit(of: configuration).readModel {
        try await node.projector(over: node.log).catchUp()
    }
    #expect(findings == [])
    let membership = try await readModel(of: configuration)["membership"]
    #expect(membership?.isEmpty == false)
}
