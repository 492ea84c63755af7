import Catalog
import Directory
import EventSourcing
import EventStorage
import Foundation
import Gateway
import PostgreSQL
import ReadModels
import Vocabulary

/// What the real service takes when nothing happens, its memory under load, and that of a replay.
struct MemorySuite: Sendable {
    let service: Tool
    let wrk: Wrk
    let server: BenchmarkServer

    private static let tenants = 10_000
    private static let people = 2000
    private static let replayed = 10_000_000
    /// In MB.
    private static let replayLimit = 300.0
    /// A replay of ten times as much may need this many times as much memory.
    private static let flatness = 1.2
    /// How often memory is looked at until it stands still, and how long at most.
    private static let interval: Duration = .milliseconds(500)
    private static let patience: Duration = .seconds(120)
    /// How long a service is watched that has nothing to do, at most.
    private static let idleTime: Duration = .seconds(10)

    func run(
        _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        progress("Memory: founding clubs")
        // wrk counts in whole seconds.
        let perRun = Int(effort.seconds.rounded(.up) * 25_000) * Wrk.threads / Self.people + 1
        let district = try await Writing.with(server) { writing in
            try await ClubDistrict.found(
                people: Self.people, runs: 1, perRun: perRun, in: writing)
        }
        progress("Memory: the service at rest and under load")
        let (rest, idle, load) = try await serving { program in
            let rest = try await standing(program)
            let idle = try await idling(program, effort)
            try await loaded(district, program, effort)
            return (rest, idle, try program.memory.highest)
        }
        let many = effort.scaled(Self.tenants)
        progress("Memory: the service with \(many) tenants")
        try await makeTenants(many)
        let (crowded, crowdedIdle) = try await serving { program in
            try await caughtUp()
            return (try await standing(program), try await idling(program, effort))
        }
        let count = effort.scaled(Self.replayed)
        progress("Memory: a replay of \(count) events")
        let few = try await replay(max(1, count / 10))
        let all = try await replay(count)
        return SuiteReport(
            title: "Memory",
            measurements: [],
            findings: [
                Self.megabytes("service at rest", rest),
                Self.megabytes("service under load, 64 connections, highest", load),
                Self.megabytes("service with \(many) tenants", crowded),
                Self.idle("service at rest", idle),
                Self.idle("service with \(many) tenants at rest", crowdedIdle),
                Self.megabytes("replay of \(count / 10) events, highest", few),
                Self.megabytes(
                    "replay of \(count) events, highest", all, .atMost(Self.replayLimit)),
                Finding(
                    name: "replay of \(count) : \(count / 10), highest",
                    values: [Double(all) / Double(max(few, 1))], aim: .atMost(Self.flatness)),
            ])
    }

    private static func megabytes(_ name: String, _ bytes: Int, _ aim: Aim? = nil) -> Finding {
        Finding(name: name, values: [Double(bytes) / 1_048_576], unit: "MB", aim: aim)
    }

    private static func idle(_ name: String, _ share: Double) -> Finding {
        Finding(
            name: "\(name), of one processor", values: [share * 1000], unit: "ms a second",
            aim: nil)
    }

    private func serving<Result: Sendable>(
        _ body: @escaping @Sendable (BackgroundProgram) async throws -> Result
    ) async throws -> Result {
        try await BackgroundProgram.with(
            service, ["serve", "--port", "0"], environment: server.environment,
            greetingAfter: "clubs serves ", body)
    }

    private func loaded(
        _ district: ClubDistrict, _ program: BackgroundProgram, _ effort: Effort
    ) async throws {
        let script = server.folder + "/join.lua"
        try Data(PackageResources.join_lua).write(to: URL(fileURLWithPath: script))
        let load = JoinLoad(
            district: district, script: script, folder: server.folder, wrk: wrk,
            service: program,
            signer: try await TokenSigner.existing(directory: server.folder))
        _ = try await load.run(.init(connections: 64), seconds: effort.seconds)
    }

    /// Resident bytes, once they no longer change.
    private func standing(_ program: BackgroundProgram) async throws -> Int {
        let deadline = ContinuousClock.now + Self.patience
        var last = try program.memory.resident
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: Self.interval)
            let now = try program.memory.resident
            if abs(now - last) <= last / 100 { return now }
            last = now
        }
        return last
    }

    /// The share of one processor that it takes while nobody asks for anything.
    private func idling(_ program: BackgroundProgram, _ effort: Effort) async throws -> Double {
        let time = min(effort.duration * 5, Self.idleTime)
        let before = try program.processorTime
        try await Task.sleep(for: time)
        return (try program.processorTime - before) / time
    }

    /// Tenants with a school each.
    private func makeTenants(_ count: Int) async throws {
        let school = try EventCodec.catalog.encode(
            School.Event.registered(
                school: SchoolID(UUID()), name: "Hillside School", timeZone: "Europe/London",
                locale: "en", country: "GB"))
        let data = String(decoding: school.data, as: UTF8.self)
        let event = PeerEvent()
        try await server.execute(
            script: """
                CREATE TEMP TABLE made AS
                SELECT gen_random_uuid() AS tenant, 'many-' || number AS slug
                FROM generate_series(1, \(count)) AS number;
                INSERT INTO log.tenant (slug, tenant, created_at)
                SELECT slug, tenant, now() FROM made;
                INSERT INTO log.head (tenant, position, recorded_at)
                SELECT tenant, 1, now() FROM made;
                INSERT INTO log.event (tenant, position, stream, version, type, schema, data,
                    occurred_at, recorded_at, command_id, command_index, body_digest, actor,
                    correlation)
                SELECT tenant, 1, 'school-' || tenant, 1, '\(school.type)', \(school.schema),
                    '\(data)', now(), now(), tenant, 0, '\(event.digest)', '\(event.actor)', tenant
                FROM made;
                """)
    }

    private func caughtUp() async throws {
        let pool = Pool(server.database)
        let deadline = ContinuousClock.now + Self.patience
        while try await isBehind(pool), ContinuousClock.now < deadline {
            try await Task.sleep(for: Self.interval)
        }
        await pool.close()
    }

    private func isBehind(_ pool: Pool) async throws -> Bool {
        let condition = try await ProjectionCondition.read(from: pool)
        let policies = try await PolicyState(pool: pool).behind(after: nil, limit: 1)
        return condition.furthestBehind > 0 || !policies.isEmpty
    }

    /// The highest memory of a process that reads, decodes and folds a generated log.
    private func replay(_ count: Int) async throws -> Int {
        let generated = GeneratedLog(server: server)
        try await generated.declarations(count, people: Self.people)
        let output = try await Tool.benchmarks.run(
            ["log", "replay-process", "--tenant=\(generated.tenant)", "--folder=\(server.folder)"],
            environment: server.environment)
        let words = output.split { $0.isWhitespace }.compactMap { Int($0) }
        guard words.count == 2, words[0] == count else {
            throw Replay.Incomplete(words.first ?? 0, of: count)
        }
        return words[1]
    }
}
