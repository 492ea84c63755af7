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

    func run(_ effort: Effort, progress: @escaping @Sendable (String) -> Void) async throws
        -> SuiteReport
    {
        // wrk counts in whole seconds.
        let seconds = effort.seconds.rounded(.up)
        let perRun = Int(seconds * Self.mostPerSecond) * Wrk.threads / Self.people + 1
        let runs = effort.rounds * Self.connections.count + 1
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
                    address: ours.greeting,
                    signer: try await TokenSigner.existing(directory: server.folder))
                // Each token is verified once, before the time counts.
                _ = try await load.run(connections: 64, seconds: 1)
                return try await suite(load, bare).run(effort, progress: progress)
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
            let behind = ", \(connections) connections"
            suite.benchmarks += [
                Benchmark("ours, join" + behind, per: "requests") { effort in
                    try await load.run(connections: connections, seconds: effort.seconds)
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
        return suite
    }
}
