import EventSourcing
import Foundation
import Gateway

/// Joins over HTTP, durable, authorized and idempotent, beside a server with one bare route.
struct HTTPSuite: Sendable {
    let service: Tool
    let wrk: Wrk
    let server: BenchmarkServer

    private static let people = 2000
    /// More than the service answers in a second; each run has clubs for so many.
    private static let mostPerSecond = 25_000.0
    private static let connections = [64, 256]
    private static let aims = [64: 0.3, 256: 0.45]
    /// Joins in one request of the batch route, which is to do three times as many.
    private static let batch = 25
    private static let batchGain = 3.0
    /// With more connections, lists of this size are more than a lane's queue holds.
    private static let batchConnections = 64

    func run(_ effort: Effort, progress: @escaping @Sendable (String) -> Void) async throws
        -> SuiteReport
    {
        // wrk counts in whole seconds.
        let seconds = effort.seconds.rounded(.up)
        let perRun = Int(seconds * Self.mostPerSecond) * Wrk.threads / Self.people + 1
        let runs = effort.rounds * (Self.connections.count + 1) + 1
        progress("HTTP: founding \(runs * perRun) clubs")
        let district = try await Writing.with(server) { writing in
            try await ClubDistrict.found(
                people: Self.people, runs: runs, perRun: perRun, in: writing)
        }
        let script = server.folder + "/join.lua"
        try Data(PackageResources.join_lua).write(to: URL(fileURLWithPath: script))
        return try await BackgroundProgram.with(
            service, ["serve", "--port", "0"], environment: server.environment,
            greetingAfter: "clubs serves "
        ) { ours in
            try await BackgroundProgram.with(
                .benchmarks, ["log", "hello-server"], environment: [:],
                greetingAfter: HelloServer.greeting
            ) { bare in
                let load = JoinLoad(
                    district: district, script: script, folder: server.folder, wrk: wrk,
                    service: ours,
                    signer: try await TokenSigner.existing(directory: server.folder))
                // Each token is verified once, before the time counts.
                try await load.warmUp()
                var report = try await suite(load, bare).run(effort, progress: progress)
                report.findings += await Self.costs(of: load)
                return report
            }
        }
    }

    private func suite(
        _ load: JoinLoad, _ bare: BackgroundProgram
    ) -> Suite {
        var suite = Suite(
            title: "Joins over HTTP", benchmarks: [], comparisons: [],
            settle: { try await server.settle() })
        for connections in Self.connections {
            let behind = Self.behind(connections)
            suite.benchmarks += [
                Benchmark("ours, join" + behind, per: "requests") { effort in
                    try await load.run(.init(connections: connections), seconds: effort.seconds)
                },
                Benchmark("bare hello" + behind, per: "requests") { effort in
                    try await wrk.run(
                        bare.greeting + "/hello", connections: connections,
                        seconds: effort.seconds)
                },
            ]
            suite.comparisons += [
                .rates(
                    "join : bare hello" + behind, "ours, join" + behind,
                    to: "bare hello" + behind, Self.aims[connections].map { .atLeast($0) })
            ]
        }
        let behind = Self.behind(Self.batchConnections)
        let batch = "ours, joins by \(Self.batch)" + behind
        suite.benchmarks.append(
            Benchmark(batch, per: "joins") { effort in
                try await load.run(
                    .init(connections: Self.batchConnections, size: Self.batch),
                    seconds: effort.seconds)
            })
        suite.comparisons.append(
            .rates(
                "joins by \(Self.batch) : join" + behind, batch, to: "ours, join" + behind,
                .atLeast(Self.batchGain)))
        return suite
    }

    private static func behind(_ connections: Int) -> String { ", \(connections) connections" }

    /// What a join takes of the service alone, whatever else runs on the machine.
    private static func costs(of load: JoinLoad) async -> [Finding] {
        await load.costs.sorted { $0.key.order < $1.key.order }.map { kind, values in
            let joins = kind.size == 1 ? "join" : "joins by \(kind.size)"
            return Finding(
                name: "service's processor time, \(joins)" + behind(kind.connections),
                values: values, unit: "µs", aim: nil)
        }
    }
}

extension JoinLoad.Kind {
    fileprivate var order: Int { size * 10_000 + connections }
}
