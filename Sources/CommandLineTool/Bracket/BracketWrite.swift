import ArgumentParser
import EventSourcing

/// A wish about one tournament, whose players may be named by number or by name.
protocol BracketWrite: AsyncParsableCommand {
    var options: TournamentOptions { get }
    var service: ServiceOptions { get }
    var writing: WritingOptions { get }

    /// The wish, without the headers that `WritingOptions` add.
    func request(at desk: TournamentDesk) async throws -> ServiceRequest

    /// What is said of it, where it is not printed as JSON.
    func report(_ answer: ServiceAnswer, at desk: TournamentDesk) async throws

    /// Whether the service takes the wish only with a version.
    static var needsVersion: Bool { get }
}

extension BracketWrite {
    static var needsVersion: Bool { false }

    func run() async throws {
        let desk = TournamentDesk(try await service.client(), options)
        var request = try await request(at: desk)
        writing.apply(to: &request)
        request.add(header: "If-Match", try await expectedVersion(desk))
        let answer = try await desk.client.send(request)
        if service.json {
            return try WriteReport(answer, isRehearsal: writing.dryRun).print(asJSON: true)
        }
        try await report(answer, at: desk)
    }

    func report(_ answer: ServiceAnswer, at _: TournamentDesk) async throws {
        try WriteReport(answer, isRehearsal: writing.dryRun).print(asJSON: false)
    }

    /// The version in `--expect`; else the present one, where the service wants to be told one.
    private func expectedVersion(_ desk: TournamentDesk) async throws -> String? {
        if let expected = writing.expect {
            return "\"tournament-\(options.tournament):\(expected)\""
        }
        return Self.needsVersion && !writing.dryRun ? try await desk.version() : nil
    }
}
