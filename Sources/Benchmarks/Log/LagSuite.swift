import Backend
import CommandHandling
import EventSourcing
import Foundation
import Logging
import PostgreSQL
import ReadModels
import ServiceLifecycle

/// From the answer to a command to its row in the read model, at a steady rate of commands.
struct LagSuite: Sendable {
    let server: BenchmarkServer

    private static let perSecond = 1000
    private static let people = 1000
    /// How long a row may take before the run is called off.
    private static let patience: Duration = .seconds(30)

    struct RowsAreMissing: Error, CustomStringConvertible {
        let found: Int
        let expected: Int
        var description: String { "\(found) memberships are shown, and \(expected) were made" }
    }

    func run(
        _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let backend = try await Backend(
            BackendConfiguration(database: server.database, masterKey: server.masterKey()),
            logger: Logger(label: "benchmarks"))
        let report = try await withThrowingTaskGroup(of: Void.self) { group in
            for service in backend.services { group.addTask { try await service.run() } }
            let report = try await measure(backend, effort, progress)
            group.cancelAll()
            return report
        }
        await backend.close()
        return report
    }

    private func measure(
        _ backend: Backend, _ effort: Effort, _ progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let writing = Writing(log: backend.log, lanes: backend.lanes, readers: backend.readers)
        let perRun = Int(effort.seconds * Double(Self.perSecond)) / Self.people + 1
        progress("Lag: founding \(perRun * effort.rounds) clubs")
        let district = try await ClubDistrict.found(
            people: Self.people, runs: effort.rounds, perRun: perRun, in: writing)
        var commands: [Sample] = []
        var rows: [Sample] = []
        var joined = 0
        for round in 1...effort.rounds {
            progress("Lag \(round)/\(effort.rounds): \(Self.perSecond) joins a second")
            try await server.settle()
            let (command, row) = try await sample(
                backend, writing, district, round, effort.duration)
            commands.append(command)
            rows.append(row)
            joined += command.operations
        }
        try await check(joined, district.town.tenant, backend.readers)
        return SuiteReport(
            title: "Read models, \(Self.perSecond) joins a second, open loop",
            measurements: [
                Measurement(name: "due → acknowledged", unit: "commands", samples: commands),
                Measurement(name: "acknowledged → row", unit: "commands", samples: rows),
            ],
            findings: [50.0, 99].map { percent in
                Finding(
                    name: "acknowledged → row, p\(Int(percent))",
                    values: rows.compactMap { $0.percentile(percent)?.inMilliseconds },
                    unit: "ms", aim: nil)
            })
    }

    private func sample(
        _ backend: Backend, _ writing: Writing, _ district: ClubDistrict, _ run: Int,
        _ duration: Duration
    ) async throws -> (command: Sample, row: Sample) {
        let clubs = district.clubs(ofRun: run)
        let tenant = district.town.tenant
        let lags = LatencyRecorder()
        let acknowledged = LatencyRecorder()
        let all = try await OpenLoop(perSecond: Self.perSecond, duration: duration)
            .run { number, due in
                let person = district.town.people[number / clubs.count]
                let outcome = try await writing.execute(
                    .club(
                        clubs[number % clubs.count],
                        .join(
                            request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
                    in: tenant, by: .person(person, via: .http))
                let answered = ContinuousClock.now
                acknowledged.record(answered - due)
                guard
                    await backend.projections.reached(
                        tenant, outcome.position, within: Self.patience)
                else { throw OpenLoop.Overloaded(limit: number) }
                lags.record(.now - answered)
            }
        return (
            Sample(
                operations: all.operations, seconds: all.seconds,
                latencies: acknowledged.latencies),
            Sample(operations: all.operations, seconds: all.seconds, latencies: lags.latencies)
        )
    }

    /// The wait for a row was no mere belief.
    private func check(_ joined: Int, _ tenant: TenantID, _ pool: Pool) async throws {
        let rows = try await pool.query(
            "SELECT count(*) FROM read.membership WHERE tenant = \(tenant.uuid)"
        ).rows
        let found = try rows.first?.decode(Int.self) ?? 0
        guard found == joined else { throw RowsAreMissing(found: found, expected: joined) }
    }
}
