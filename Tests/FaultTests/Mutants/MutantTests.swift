import Backend
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import ReadModels
import TestSupport
import Testing

/// The mutants of the design, each in the story that tells it from the design: the audit of the
/// ledger tests finds what the mutant has done, and nothing where the genuine part was at work.
@Suite("The ledger catches the mutants of the design", .timeLimit(.minutes(5)))
struct MutantTests {
    enum Part: CaseIterable { case genuine, mutant }

    @Test(arguments: Part.allCases)
    func `the ledger catches an answer before the commit`(part: Part) async throws {
        try await withStory { story in
            let hasty = HastyLog(story.nodes[0].log)
            try await withLanes(over: part == .mutant ? hasty as any EventLog : hasty.base) {
                lanes in
                let person = PersonID(UUID())
                let trap = story.nodes[0].proxy.trap(at: .request)
                async let outcome = lanes.execute(story.tenant.registration(of: person))
                try await trap.caught().cut()
                _ = try await outcome
                let acknowledged = LedgerAudit.Acknowledged(mark: person.description)
                await hasty.settle()
                let findings = try await story.audit.log(acknowledged: [acknowledged], seen: [])
                #expect(
                    findings == (part == .mutant ? [.lost(mark: person.description)] : []))
            }
        }
    }

    @Test(arguments: Part.allCases)
    func `the ledger catches a sequence in the position's place`(part: Part) async throws {
        try await withStory { story in
            try await SequencedLog.prepare(story.configuration)
            let mutants = story.nodes.map { SequencedLog($0.log, on: $0.proxy.configuration) }
            let logs: [any EventLog] = part == .mutant ? mutants : story.nodes.map(\.log)
            try await withLanes(over: logs[0]) { slow in
                try await withLanes(over: logs[1]) { fast in
                    var reader = TailingReader(of: story.configuration)
                    let people = [PersonID(UUID()), PersonID(UUID())]
                    let trap = story.nodes[0].proxy.trap(at: .request)
                    async let first = slow.execute(story.tenant.registration(of: people[0]))
                    let held = try await trap.caught()
                    let second = Task {
                        try await fast.execute(story.tenant.registration(of: people[1]))
                    }
                    // One who has the next number goes ahead, or waits for the head.
                    if part == .mutant {
                        _ = try await second.value
                    } else {
                        try await untilBlocked(in: story.configuration)
                    }
                    try await reader.readOn()
                    held.release()
                    _ = try await (first, second.value)
                    try await reader.readOn()
                    let findings = try await story.audit.log(
                        acknowledged: people.map { .init(mark: $0.description) },
                        seen: reader.seen)
                    let overtaken = story.start.value + 1
                    #expect(findings.contains(.late(overtaken)) == (part == .mutant))
                    #expect(findings.isEmpty == (part == .genuine), "\(findings)")
                    await reader.close()
                }
            }
            for mutant in mutants { await mutant.close() }
        }
    }

    @Test(arguments: Part.allCases)
    func `the ledger catches a retry that does not look the command up`(part: Part) async throws {
        try await withStory { story in
            let forgetful = ForgetfulLog(story.nodes[0].log)
            try await withLanes(over: part == .mutant ? forgetful as any EventLog : forgetful.base)
            { lanes in
                let person = PersonID(UUID())
                let trap = story.nodes[0].proxy.trap(at: .answer)
                async let outcome = lanes.execute(story.tenant.registration(of: person))
                try await trap.caught().cut()
                _ = try await outcome
                let acknowledged = LedgerAudit.Acknowledged(mark: person.description)
                let findings = try await story.audit.log(acknowledged: [acknowledged], seen: [])
                #expect(
                    findings == (part == .mutant ? [.doubled(mark: person.description)] : []))
            }
        }
    }

    @Test(arguments: Part.allCases)
    func `the ledger catches a checkpoint outside of the transaction`(part: Part) async throws {
        try await withStory { story in
            let node = story.nodes[0]
            let genuine = node.projector(over: node.log)
            try await genuine.catchUp()
            let people = try await story.tenant.students(3, through: story.nodes[1])
            for person in people {
                try await story.nodes[1].execute(story.tenant.joining(person))
            }
            // Its process is killed before the rows are committed, and another one goes on.
            let trap = node.proxy.trap(at: .request) { commit in
                commit.statements.contains {
                    $0.hasPrefix("INSERT INTO") && $0.contains("membership")
                }
            }
            let projection = Task {
                if part == .genuine { return try await genuine.catchUp() }
                try await TornProjector(log: node.log, pool: node.backend.readers)
                    .follow(story.tenant.id, from: story.start)
            }
            try await trap.caught().cut()
            await #expect(throws: PostgresFailure.self) { try await projection.value }
            let heir = story.nodes[1]
            try await heir.projector(over: heir.log).catchUp()
            let findings = try await story.audit.readModel {
                try await heir.projector(over: heir.log).catchUp()
            }
            #expect(findings.contains(.table("membership")) == (part == .mutant))
            #expect(findings.isEmpty == (part == .genuine), "\(findings)")
        }
    }
}

/// Two processes, a tenant, and the audit in the end.
private struct Story: Sendable {
    let configuration: Configuration
    let nodes: [Node]
    let tenant: Tenant
    /// Where the log stood before the story.
    let start: Position

    var audit: LedgerAudit { LedgerAudit(of: configuration) }
}

private func withStory(_ body: @Sendable @escaping (Story) async throws -> Void) async throws {
    try await withServer { configuration, key in
        try await Node.with(on: configuration, key: key) { nodes in
            let tenant = try await Tenant.open(through: nodes[1])
            let start = try await nodes[1].log.open(tenant.id, commands: []).head
            try await body(
                Story(configuration: configuration, nodes: nodes, tenant: tenant, start: start))
        }
    }
}
