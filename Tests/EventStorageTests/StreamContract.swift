import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// What every log promises of reading a whole tenant.
@Suite(.timeLimit(.minutes(30))) struct StreamContract {
    private let tenant = TenantID(UUID())

    private func all(_ pages: EventPages) async throws -> [Recorded<EncodedEvent>] {
        var events: [Recorded<EncodedEvent>] = []
        for try await page in pages {
            #expect(!page.isEmpty)
            events += page
        }
        return events
    }

    @Test(arguments: LogKind.allCases)
    func `a stream is what reads give, from and through any position`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            #expect(try await all(log.stream(tenant, after: 0, through: 9, types: nil)).isEmpty)
            let batch = Sample.batch(tenant, after: 0, count: 2500)
            try await log.append(batch)
            for (after, through) in [
                (0, 2500), (0, 1), (999, 2001), (2500, 2500), (7, .max), (9, 3),
            ] {
                let events = try await all(
                    log.stream(
                        tenant, after: Position(after), through: Position(through), types: nil))
                #expect(
                    events
                        == batch.recorded.filter {
                            $0.position.value > after && $0.position.value <= through
                        })
            }
            let even = try await all(
                log.stream(tenant, after: 0, through: 2001, types: ["sample.even"]))
            #expect(even.map(\.position.value) == Array(stride(from: 2, through: 2000, by: 2)))
            #expect(try await all(log.stream(tenant, after: 0, through: 9, types: ["x"])).isEmpty)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `an unknown tenant has no stream`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            await #expect(throws: LogFailure.self) {
                _ = try await all(
                    log.stream(TenantID(UUID()), after: 0, through: 1, types: nil))
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `who leaves the loop early can go on reading`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            try await log.append(Sample.batch(tenant, after: 0, count: 1000))
            for _ in 0..<20 {
                for try await _ in log.stream(tenant, after: 0, through: 1000, types: nil) { break }
            }
            #expect(try await log.read(tenant, after: 999, types: nil, limit: 9).count == 1)
        }
    }
}
