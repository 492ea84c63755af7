import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// Writers of one tenant who take turns, each through a log of its own.
@Suite(.timeLimit(.minutes(5))) struct TurnTests {
    private let tenant = TenantID(UUID())

    @Test func `turns follow one another, and each begins with what the others have appended`()
        async throws
    {
        try await withLogs(4, Self.patient()) { logs, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for log in logs {
                    group.addTask {
                        var position = Position.start
                        for _ in 0..<10 {
                            let end = Watermark()
                            let all = Concern(position: position, streams: nil, types: [])
                            try await log.turn(of: tenant, for: all) { [position] opening in
                                let seen = opening.news.map(\.position.value)
                                #expect(
                                    seen == Array(max(1, position.value)..<opening.head.value + 1))
                                // Nobody is faster, in two batches as in one.
                                for step in 0..<2 {
                                    try await log.append(
                                        Sample.batch(tenant, after: opening.head + step, count: 1))
                                }
                                await end.set(opening.head + 2)
                            }
                            position = await end.position
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await logs[0].open(tenant, commands: []).head == 80)
        }
    }

    @Test func `a turn tells its holder what it is concerned with, and where it stands`()
        async throws
    {
        try await withLogs(1, Self.patient()) { logs, _ in
            let streams = (0..<3).map { _ in Sample.stream() }
            let batch = Sample.batch(tenant, after: 0, count: 9, on: streams)
            try await logs[0].append(batch)
            let concern = Concern(position: 2, streams: [streams[0]], types: ["sample.even"])
            try await logs[0].turn(of: tenant, for: concern) { opening in
                // Those of the first stream, and those at even positions.
                #expect(opening.news == [2, 4, 6, 7, 8].map { batch.recorded[$0 - 1] })
                #expect(opening.newsEnd == 9)
            }
        }
    }

    @Test func `a turn keeps nobody from appending`() async throws {
        try await withLogs(2, Self.patient()) { logs, _ in
            try await logs[0].turn(of: tenant, for: nil) { _ in
                try await logs[1].append(Sample.batch(tenant, after: 0, count: 1))
            }
            #expect(try await logs[1].open(tenant, commands: []).head == 1)
        }
    }

    @Test func `whoever dies in its turn gives it to the next`() async throws {
        try await withLogs(2, Self.patient()) { logs, proxies in
            let pause = Pause()
            let dying = Task {
                try await logs[0].turn(of: tenant, for: nil) { _ in await pause.stand() }
            }
            await pause.reached()
            let next = Task { try await logs[1].turn(of: tenant, for: nil) { _ in } }
            proxies[0].cut()
            try await next.value
            pause.end()
            await #expect(throws: LogFailure.self) { try await dying.value }
        }
    }

    @Test func `whoever says nothing in its turn loses it`() async throws {
        let limits = Self.patient(longestTurn: TurnLimits().longestTurn)
        try await withLogs(2, limits) { logs, _ in
            let pause = Pause()
            let silent = Task {
                try await logs[0].turn(of: tenant, for: nil) { _ in await pause.stand() }
            }
            await pause.reached()
            try await logs[1].turn(of: tenant, for: nil) { _ in }
            pause.end()
            await #expect(throws: LogFailure.self) { try await silent.value }
        }
    }

    @Test func `whoever waits too long goes without, and the line goes on`() async throws {
        var limits = Self.patient()
        limits.patience = TurnLimits().patience
        try await withLogs(2, limits) { logs, _ in
            let pause = Pause()
            let slow = Task {
                try await logs[0].turn(of: tenant, for: nil) { _ in await pause.stand() }
            }
            await pause.reached()
            await #expect {
                try await logs[1].turn(of: tenant, for: nil) { _ in
                    Issue.record("two have their turn")
                }
            } throws: { error in
                if case LogFailure.unavailable = error { true } else { false }
            }
            pause.end()
            try await slow.value
            try await logs[1].turn(of: tenant, for: nil) { _ in }
        }
    }

    @Test func `an unknown tenant has no turns`() async throws {
        try await withLogs(1, Self.patient()) { logs, _ in
            await #expect {
                try await logs[0].turn(of: TenantID(UUID()), for: nil) { _ in }
            } throws: { error in
                if case LogFailure.unknownTenant = error { true } else { false }
            }
        }
    }

    /// No test waits for so long.
    private static func patient(longestTurn: Duration = .seconds(60)) -> TurnLimits {
        var limits = TurnLimits()
        limits.patience = .seconds(60)
        limits.longestTurn = longestTurn
        return limits
    }

    /// Where a turn has brought its tenant.
    private actor Watermark {
        private(set) var position = Position.start
        func set(_ position: Position) { self.position = position }
    }

    /// Lends `body` logs on one database, each behind a proxy, in which the tenant exists.
    private func withLogs(
        _ count: Int, _ limits: TurnLimits = TurnLimits(),
        _ body: ([PostgresLog], [PostgresProxy]) async throws -> Void
    ) async throws {
        try await withPostgresLog { log, configuration in
            try await log.create(tenant, slug: "test")
            let vault = Vault(master: try MasterKey(base64: MasterKey.makeBase64()))
            let proxies = try (0..<count).map { _ in try PostgresProxy(before: configuration) }
            let pools = proxies.map { Pool($0.configuration.inServiceRole) }
            defer { for proxy in proxies { proxy.stop() } }
            let logs = pools.map {
                PostgresLog(writers: $0, readers: $0, vault: vault, turnLimits: limits)
            }
            try await body(logs, proxies)
            for pool in pools { await pool.close() }
        }
    }
}
