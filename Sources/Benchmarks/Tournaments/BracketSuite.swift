import EventSourcing
import Foundation
import Gateway
import Pairing
import StreamLoad
import Tournaments

/// A large tournament as its arbiter, its players and its viewers meet it.
struct BracketSuite: Sendable {
    let service: Tool
    let server: BenchmarkServer

    private typealias Timed = (name: String, unit: String, latencies: Latencies)

    func run(_ effort: Effort, progress: @escaping @Sendable (String) -> Void) async throws
        -> SuiteReport
    {
        let size = effort.bracket
        progress("Bracket: \(size.players) players, \(size.events) events")
        let bracket = try await Writing.with(server) { writing in
            try await PlayedBracket.play(size, in: writing)
        }
        return try await BackgroundProgram.with(
            service, ["serve", "--port", "0"], environment: server.environment,
            greetingAfter: "clubs serves "
        ) { program in
            let caller = BracketCaller(
                address: program.greeting, bracket: bracket,
                signer: try await TokenSigner.existing(directory: server.folder))
            return try await measure(caller, program, progress)
        }
    }

    private func measure(
        _ caller: BracketCaller, _ program: BackgroundProgram,
        _ progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let size = caller.bracket.size
        var timed: [Timed] = []
        progress("Bracket: results and standings")
        timed.append(
            ("result posted → standings", "results", try await results(caller, size)))
        progress("Bracket: past moments")
        let head = try await caller.send("GET", caller.path()).position ?? 0
        timed.append(
            ("page, now", "pages", try await questions(caller, size) { _ in caller.page }))
        timed.append(
            (
                "page, any past event", "pages",
                try await questions(caller, size) { number in
                    "\(caller.page)?at=\(1 + number * (size.events - 1) / size.questions)"
                }
            ))
        timed.append(
            (
                "standings, as of any past event", "answers",
                try await questions(caller, size) { number in
                    // The tournament's own events are the newest of the log.
                    caller.path(
                        "/standings?asOf=@\(head - number * (size.events / 2) / size.questions)")
                }
            ))
        progress("Bracket: \(size.viewers) viewers")
        let viewers = try await viewers(caller, size, program)
        timed.append(("event → last of the viewers", "events", viewers.latencies))
        progress("Bracket: pairing")
        let pairing = try await pairing(caller, size)
        timed.append(("pairing over HTTP, dry run", "pairings", pairing.http))
        timed.append(("the engine alone", "pairings", pairing.engine))
        return report(size, timed, megabytes: viewers.megabytes)
    }

    private func report(_ size: BracketSize, _ timed: [Timed], megabytes: [Double]) -> SuiteReport {
        func milliseconds(_ name: String, _ percent: Double) -> [Double] {
            let latencies = timed.first { $0.name == name }?.latencies
            return latencies?.percentile(percent).map { [$0.inMilliseconds] } ?? []
        }
        func under100(_ name: String) -> [Finding] {
            [50.0, 99].map { percent in
                Finding(
                    name: "\(name), p\(Int(percent))",
                    values: milliseconds(name, percent), unit: "ms",
                    aim: .atMost(100))
            }
        }
        let added = [50.0, 99].map { percent in
            Finding(
                name: "pairing over HTTP − the engine's median, p\(Int(percent))",
                values: zip(
                    milliseconds("pairing over HTTP, dry run", percent),
                    milliseconds("the engine alone", 50)
                ).map { $0 - $1 }, unit: "ms", aim: .atMost(20))
        }
        return SuiteReport(
            title: "A tournament of \(size.players) players, \(size.events) events, "
                + "\(size.viewers) viewers",
            measurements: timed.map { timed in
                Measurement(
                    name: timed.name, unit: timed.unit,
                    samples: [
                        Sample(
                            operations: timed.latencies.count, seconds: 0,
                            latencies: timed.latencies)
                    ])
            },
            findings: added + under100("page, any past event")
                + under100("standings, as of any past event") + [
                    Finding(
                        name: "service, MB more per 1,000 viewers", values: megabytes,
                        unit: "MB", aim: nil)
                ])
    }

    /// Each board's result in its turn; the standings are asked for with what it has written.
    private func results(_ caller: BracketCaller, _ size: BracketSize) async throws -> Latencies {
        var latencies = Latencies()
        for board in 1...size.boards {
            let result = PlayedBracket.result(size.round, board).rawValue
            let start = ContinuousClock.now
            let posted = try await caller.send(
                "POST", caller.path("/rounds/\(size.round)/boards/\(board)/result"),
                "{\"result\":\"\(result)\"}")
            _ = try await caller.send(
                "GET", caller.path("/standings"), by: caller.viewer(board),
                headers: ["Clubs-At-Least": "\(posted.position ?? 0)"])
            latencies.record(.now - start)
        }
        return latencies
    }

    private func questions(
        _ caller: BracketCaller, _ size: BracketSize, _ path: (Int) -> String
    ) async throws -> Latencies {
        var latencies = Latencies()
        for number in 0..<size.questions {
            let start = ContinuousClock.now
            _ = try await caller.send("GET", path(number), by: caller.viewer(number))
            latencies.record(.now - start)
        }
        return latencies
    }

    /// One event after the other, each when the last one is everywhere.
    private func viewers(
        _ caller: BracketCaller, _ size: BracketSize, _ program: BackgroundProgram
    ) async throws -> (latencies: Latencies, megabytes: [Double]) {
        guard let port = URL(string: caller.address)?.port else {
            preconditionFailure("\(caller.address) has a port")
        }
        let before = try program.memory.resident
        let audience = Audience(port: port)
        defer { audience.leave() }
        for number in 0..<size.viewers {
            try audience.join(
                "/v1/stream?topic=tournament:\(caller.bracket.tournament)",
                token: try await caller.token(of: caller.viewer(number)))
        }
        await audience.wait { $0.allSatisfy { $0.statusLine != nil } }
        let refused = audience.readers.compactMap(\.statusLine).first { !$0.contains("200") }
        if let refused { throw StreamRefused(status: refused) }
        var latencies = Latencies()
        // Each differs from the one before, for the same again would be no event.
        let results = [Tournament.GameResult.whiteWins, .blackWins, .draw].filter {
            $0 != PlayedBracket.result(size.round, 1)
        }
        for number in 0..<min(size.questions, 50) {
            let tag = try await caller.tag()
            let start = ContinuousClock.now
            let posted = try await caller.send(
                "POST", caller.path("/rounds/\(size.round)/boards/1/correction"),
                """
                {"result":"\(results[number % 2].rawValue)","reasonCode":"typing-error"}
                """, headers: tag)
            guard let id = posted.position else { continue }
            await audience.wait(for: id, toReach: size.viewers)
            if let last = audience.arrival(of: id)?.last { latencies.record(last - start) }
        }
        let more = Double(try program.memory.resident - before) / 1_048_576
        return (latencies, [more * 1000 / Double(size.viewers)])
    }

    private struct StreamRefused: Error, CustomStringConvertible {
        let status: String
        var description: String { "a viewer is answered with \(status)" }
    }

    private func pairing(
        _ caller: BracketCaller, _ size: BracketSize
    ) async throws -> (http: Latencies, engine: Latencies) {
        _ = try await caller.send("POST", caller.path("/rounds/\(size.round)/completion"))
        let next = size.round + 1
        let tag = try await caller.tag()
        var http = Latencies()
        var engine = Latencies()
        let report = try await caller.send("GET", caller.path(".trf?version=26"))
        let history = try ReportFile(bytes: report.body).history()
        for _ in 0..<min(size.questions, 50) {
            var start = ContinuousClock.now
            _ = try await caller.send(
                "POST", caller.path("/rounds/\(next)/pairing"),
                headers: tag.merging(["Prefer": "dry-run"]) { $1 })
            http.record(.now - start)
            start = .now
            guard try !history.swissPairing(ofRound: next).boards.isEmpty else { continue }
            engine.record(.now - start)
        }
        return (http, engine)
    }
}

extension BracketCaller {
    fileprivate var page: String { "/t/\(bracket.tournament)" }
}
