import CommandHandling
import EventSourcing
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CommandLineTool

/// How an import's commands go into the lanes.
@Suite(.timeLimit(.minutes(5))) struct ImportTargetsTests {
    @Test func `lines keep their order when the store is away for a while`() async throws {
        let log = AwayLog()
        let tenant = TenantID(UUID())
        try await log.create(tenant, slug: "hillside")
        let (school, person) = (UUID(), UUID())
        let commands = try await Self.commands(
            [
                """
                {"type":"school.register","stream":"school-\(school)","data":{"name":"Hillside",\
                "timeZone":"UTC","locale":"en-GB","country":"GB"}}
                """,
                """
                {"type":"person.register","stream":"person-\(person)","data":{\
                "school":"\(school)","kind":"adult","ageBand":"adult","displayName":"Grace"}}
                """,
                """
                {"type":"person.assign-role","stream":"person-\(person)","data":{"role":"admin"}}
                """,
            ], of: tenant, in: log)
        let endings = try await ImportTargets.with(log, clock: .system) {
            try await $0.carryOut(commands)
        }
        #expect(endings.count == commands.count)
        for ending in endings {
            guard case .done(let outcome) = ending.ending else {
                Issue.record("line \(ending.line): \(ending.ending)")
                continue
            }
            #expect(!outcome.isRepeat)
        }
        #expect(log.attempts > 1)
    }

    private static func commands(
        _ lines: [String], of tenant: TenantID, in log: any EventLog
    ) async throws -> [ImportLines.Command] {
        var reading = ImportLines(
            log: log, tenant: tenant, principal: .operator, isRehearsal: false)
        var commands: [ImportLines.Command] = []
        for (index, line) in lines.enumerated() {
            let line = LineReader.Line(number: index + 1, bytes: Array(line.utf8))
            commands.append(try await reading.read(line).get())
        }
        return commands
    }
}

/// A log whose store cannot be reached when somebody looks where a tenant stands for the first time.
private final class AwayLog: WrappedLog {
    let base = MemoryLog()
    private let openings = Mutex(0)

    /// How often somebody has looked.
    var attempts: Int { openings.withLock { $0 } }

    func open(_ tenant: TenantID, commands: [CommandID]) async throws -> Opening {
        let isFirst = openings.withLock { count in
            count += 1
            return count == 1
        }
        guard !isFirst else { throw LogFailure.unreachable(Away()) }
        return try await base.open(tenant, commands: commands)
    }

    private struct Away: Error {}
}
