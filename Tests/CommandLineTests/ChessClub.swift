import EventSourcing
import Foundation
import TestSupport
import Testing

/// A school with a chess club that all its students have joined.
struct ChessClub: Sendable {
    let school: Hillside
    /// The club's id.
    let club: String

    var arbiter: String { school.teacher }
    var players: [String] { school.students }

    static func with(
        players count: Int, _ body: @Sendable (ChessClub) async throws -> Void
    ) async throws {
        try await Hillside.with(students: count) { school in
            let found = try await school.write(
                "club", "found", "chess", "--school", school.created.school, "--name", "Chess",
                "--kind", "chess", "--time-zone", "Europe/London", "--lead", school.teacher,
                as: school.teacher)
            let stream = try #require(found.events.first?["stream"]?.string)
            var last = found
            for student in school.students {
                last = try await school.write("club", "join", "chess", as: student)
            }
            _ = try await school.read("club", "list", as: school.teacher, after: last.position)
            try await body(ChessClub(school: school, club: String(stream.dropFirst(5))))
        }
    }

    /// What the arbiter types behind `clubs bracket`.
    func run(_ arguments: String..., as person: String? = nil) async throws -> ClubsTool.Result {
        try await run(arguments, as: person)
    }

    func run(_ arguments: [String], as person: String? = nil) async throws -> ClubsTool.Result {
        try await school.program(as: person ?? arbiter).run(["bracket"] + arguments)
    }

    /// What the arbiter types, and what has to succeed.
    @discardableResult
    func done(_ arguments: String..., as person: String? = nil) async throws -> String {
        try await done(arguments, as: person)
    }

    @discardableResult
    func done(_ arguments: [String], as person: String? = nil) async throws -> String {
        let ended = try await run(arguments, as: person)
        try #require(ended.status == 0, "\(arguments): \(ended)")
        return ended.output
    }

    func json(_ arguments: String...) async throws -> JSONValue {
        try JSONDecoder().decode(
            JSONValue.self, from: Data(try await done(arguments + ["--json"]).utf8))
    }

    /// A tournament that one can enter.
    ///
    /// - Parameter more: Options; the last of a name counts.
    func planned(rounds: Int = 3, _ more: [String] = []) async throws -> String {
        let tournament = UUID().uuidString.lowercased()
        try await done(
            [
                "schedule", "chess", "--name", "Spring Open", "--format", "swiss", "--rounds",
                "\(rounds)", "--starts-at", "2027-03-09T16:00", "--time-control", "15+10",
                "--initial-colour", "white", "--tournament", tournament,
            ] + more)
        try await done("entries", "open", tournament)
        return tournament
    }

    /// A tournament that has begun, with everybody in it.
    func started(rounds: Int = 3, _ more: String...) async throws -> String {
        let tournament = try await planned(rounds: rounds, more)
        for (index, player) in players.enumerated() {
            try await done(
                "enter", tournament, "--player", player, "--rating", "\(2000 - index)")
        }
        try await done("seed", tournament)
        try await done("start", tournament)
        return tournament
    }
}

extension JSONValue {
    /// A whole number.
    var number: Int? {
        if case .integer(let number) = self { Int(number) } else { nil }
    }
}
