import CommandHandling
import EventSourcing
import Foundation

/// Appending: ours through lanes and deciders, beside what applications commonly do.
enum AppendSuite {
    private static let writers = 64
    private static let manyWriters = 256
    private static let manyTowns = 64
    private static let batch = 1000
    private static let copiedRows = 1_000_000

    static func run(
        on server: BenchmarkServer, _ effort: Effort, python: PythonPeer?,
        progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let pgbench = try await Pgbench(on: server)
        let copy = try await BulkCopy(
            rows: effort.scaled(copiedRows), batch: batch, on: server)
        return try await Writing.with(server) { writing in
            let crowded = try await Town.found(1, people: writers, in: writing)[0]
            let spread = try await Town.found(
                manyTowns, people: manyWriters / manyTowns, in: writing)
            let importing = try await Town.found(2, people: batch, in: writing)
            let logImport = try await LogImport(into: importing[0], in: writing)
            let numbers = RunNumbers()
            var suite = Suite(
                title: "Appending, events of \(Declaration.json.utf8.count) bytes",
                benchmarks: [
                    Benchmark("ours, \(writers) writers, 1 tenant", per: "events") { effort in
                        try await declare(writers, in: [crowded], writing, numbers, effort)
                    },
                    Benchmark("counter row, 8 connections", per: "events") { effort in
                        try await pgbench.run(.counterRow, clients: 8, effort)
                    },
                    Benchmark("sequence, \(writers) clients", per: "events") { effort in
                        try await pgbench.run(.sequence, clients: writers, effort)
                    },
                    Benchmark("ours, 1 writer", per: "events") { effort in
                        try await declare(1, in: [crowded], writing, numbers, effort)
                    },
                    Benchmark("sequence, 1 client", per: "events") { effort in
                        try await pgbench.run(.sequence, clients: 1, effort)
                    },
                    Benchmark(
                        "ours, \(manyWriters) writers, \(manyTowns) tenants", per: "events"
                    ) { effort in
                        try await declare(manyWriters, in: spread, writing, numbers, effort)
                    },
                    Benchmark("COPY, all rows at once", per: "events") { _ in
                        try await copy.copyAll()
                    },
                    Benchmark("log only, batches of \(batch)", per: "events") { effort in
                        let loop = ClosedLoop(writers: 1, duration: effort.duration)
                        return try await loop.run { _, _ in try await logImport.append() }
                            .counting(batch)
                    },
                    Benchmark("ours, imports of \(batch)", per: "events") { effort in
                        try await importBatches(into: importing[1], writing, numbers, effort)
                    },
                    Benchmark("COPY, batches of \(batch)", per: "events") { _ in
                        try await copy.copyInBatches()
                    },
                ],
                comparisons: comparisons)
            suite.settle = { try await server.settle() }
            if let python {
                suite.benchmarks.append(
                    Benchmark(pythonName, per: "events") { effort in
                        try await python.append(writers: writers, on: server, effort)
                    })
                suite.comparisons.append(
                    .rates(
                        "\(writers) writers : Python eventsourcing",
                        "ours, \(writers) writers, 1 tenant", to: pythonName, .atLeast(30)))
            }
            return try await suite.run(effort, progress: progress)
        }
    }

    private static let pythonName = "Python eventsourcing, \(writers) threads"

    private static let comparisons: [Comparison] = [
        .rates(
            "\(writers) writers : counter row", "ours, \(writers) writers, 1 tenant",
            to: "counter row, 8 connections", .atLeast(20)),
        .rates(
            "\(writers) writers : sequence", "ours, \(writers) writers, 1 tenant",
            to: "sequence, \(writers) clients", .atLeast(2.5)),
        .percentiles(
            "\(writers) writers, p99 : p50", of: "ours, \(writers) writers, 1 tenant", 99, to: 50,
            .atMost(3)),
        .rates("1 writer : 1 client", "ours, 1 writer", to: "sequence, 1 client", .atLeast(0.85)),
        .rates(
            "\(manyWriters) writers : COPY at once",
            "ours, \(manyWriters) writers, \(manyTowns) tenants", to: "COPY, all rows at once",
            .atLeast(0.7)),
        .rates(
            "imports : COPY in batches", "ours, imports of \(batch)",
            to: "COPY, batches of \(batch)", .atLeast(0.9)),
        .rates(
            "log only : COPY in batches", "log only, batches of \(batch)",
            to: "COPY, batches of \(batch)", nil),
    ]

    /// Each writer is a person of its own, in the towns in turn.
    private static func declare(
        _ writers: Int, in towns: [Town], _ writing: Writing, _ numbers: RunNumbers,
        _ effort: Effort
    ) async throws -> Sample {
        let run = await numbers.next()
        return try await ClosedLoop(writers: writers, duration: effort.duration)
            .run { writer, turn in
                let town = towns[writer % towns.count]
                let person = town.people[writer / towns.count % town.people.count]
                try await writing.execute(
                    Declaration.wish(of: person, turn: turn, run: run), in: town.tenant,
                    by: .person(person, via: .http))
            }
    }

    /// One caller that has a thousand commands at a time.
    private static func importBatches(
        into town: Town, _ writing: Writing, _ numbers: RunNumbers, _ effort: Effort
    ) async throws -> Sample {
        let run = await numbers.next()
        return try await ClosedLoop(writers: 1, duration: effort.duration).run { _, turn in
            try await writing.execute(
                batch: town.people.map { person in
                    (Declaration.wish(of: person, turn: turn, run: run), person)
                }, in: town.tenant)
        }.counting(batch)
    }
}
