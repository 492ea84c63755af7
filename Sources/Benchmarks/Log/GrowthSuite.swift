import CommandHandling
import EventSourcing
import EventStorage
import Foundation

/// How speed changes as a log, a stream and the number of tenants grow.
struct GrowthSuite: Sendable {
    let server: BenchmarkServer

    private static let tableSizes = [1_000_000, 10_000_000, 50_000_000]
    private static let streamSizes = [10, 1_000, 100_000]
    private static let tenantCounts = [1, 100, 10_000]
    private static let writers = 64
    private static let manyWriters = 256
    /// What a tail reads, and in pages of how many.
    private static let tail = 10_000
    private static let page = 1000
    private static let people = 2000

    /// - Parameter largest: Tables of more events are left out: fifty million take 45 GB.
    func run(
        _ effort: Effort, largest: Int, progress: @Sendable (String) -> Void
    ) async throws -> [Curve] {
        let tenants = try await overTenants(effort, progress)
        let streams = try await overStreams(effort, progress)
        // Last, for what it writes stays.
        let (append, tail) = try await overTable(effort, largest: largest, progress)
        return [append, tail] + streams + [tenants]
    }

    private func overTable(
        _ effort: Effort, largest: Int, _ progress: @Sendable (String) -> Void
    ) async throws -> (append: Curve, tail: Curve) {
        var append = Curve(
            name: "append", title: "Appending, \(Self.writers) writers, 1 tenant",
            x: "events in the table", y: "events a second")
        var tail = Curve(
            name: "tail", title: "Reading the newest events in pages of \(Self.page)",
            x: "events in the table", y: "events a second")
        var written = 0
        for size in Self.tableSizes.filter({ $0 <= largest }).map(effort.scaled) {
            progress("Growth: \(size) events in the table")
            let generated = GeneratedLog(server: server)
            try await generated.declarations(size - written, people: Self.people)
            let added = size - written
            written = size
            try await server.settle()
            try await Writing.with(server) { writing in
                let town = try await Town.found(1, people: Self.writers, in: writing)[0]
                for round in 0..<effort.rounds {
                    let sample = try await declare(in: [town], Self.writers, round, writing, effort)
                    append.add(Double(size), sample.perSecond)
                    let read = try await readTail(of: generated.tenant, from: added, writing.log)
                    tail.add(Double(size), read.perSecond)
                }
            }
        }
        return (append, tail)
    }

    private func overStreams(
        _ effort: Effort, _ progress: @Sendable (String) -> Void
    ) async throws -> [Curve] {
        var cold = Curve(
            name: "stream-cold", title: "A command on a stream that is not in memory",
            x: "events in the stream", y: "milliseconds")
        var hot = Curve(
            name: "stream-hot", title: "A command on a stream that is in memory",
            x: "events in the stream", y: "milliseconds")
        for size in Self.streamSizes.map({ max(10, effort.scaled($0)) }) {
            progress("Growth: a stream of \(size) events")
            let town = try await Writing.with(server) { writing in
                let town = try await Town.found(1, people: 1, in: writing)[0]
                let history = try await LogImport(into: town, in: writing)
                try await history.append(size, toStreamOf: town.people[0])
                return town
            }
            for round in 0..<effort.rounds {
                // New lanes each time: nothing is hot in them.
                try await Writing.with(server) { writing in
                    for (turn, isCold) in [(0, true), (1, false), (2, false)] {
                        let sample = try await Sample.timing(1) {
                            try await writing.execute(
                                Declaration.wish(of: town.people[0], turn: turn, run: round),
                                in: town.tenant, by: .person(town.people[0], via: .http))
                        }
                        let milliseconds = sample.seconds * 1000
                        if isCold { cold.add(Double(size), milliseconds) }
                        if turn == 2 { hot.add(Double(size), milliseconds) }
                    }
                }
            }
        }
        return [cold, hot]
    }

    private func overTenants(
        _ effort: Effort, _ progress: @Sendable (String) -> Void
    ) async throws -> Curve {
        var curve = Curve(
            name: "tenants", title: "Appending, \(Self.manyWriters) writers",
            x: "tenants", y: "events a second")
        for count in Self.tenantCounts.map({ effort.divisor == 1 ? $0 : min($0, 20) }) {
            progress("Growth: \(count) tenants")
            try await Writing.with(server) { writing in
                let towns = try await Town.found(
                    count, people: max(1, Self.manyWriters / count), in: writing)
                for round in 0..<effort.rounds {
                    let sample = try await declare(
                        in: towns, Self.manyWriters, round, writing, effort)
                    curve.add(Double(count), sample.perSecond)
                }
            }
        }
        return curve
    }

    /// Each writer goes from town to town; no two are ever the same person.
    private func declare(
        in towns: [Town], _ writers: Int, _ run: Int, _ writing: Writing, _ effort: Effort
    ) async throws -> Sample {
        try await ClosedLoop(writers: writers, duration: effort.duration).run { writer, turn in
            let step = turn * writers + writer
            let town = towns[step % towns.count]
            let person = town.people[step / towns.count % town.people.count]
            try await writing.execute(
                Declaration.wish(
                    of: person, turn: step / (towns.count * town.people.count), run: run),
                in: town.tenant, by: .person(person, via: .http))
        }
    }

    private func readTail(
        of tenant: TenantID, from end: Int, _ log: PostgresLog
    ) async throws -> Sample {
        let start = Position(max(0, end - Self.tail))
        return try await Sample.timing(end - start.value) {
            var position = start
            while position.value < end {
                let events = try await log.read(
                    tenant, after: position, types: nil, limit: Self.page)
                guard let last = events.last else { return }
                position = last.position
            }
        }
    }
}
