import EventSourcing
import Foundation
import TestSupport
import Testing

/// A Swiss of three rounds from the schedule to the end, each step by the next of some hands.
struct BracketPlay {
    enum Hand { case terminal, http }

    let tournament = UUID().uuidString.lowercased()
    private let club: ChessClub
    private let hands: [Hand]
    private var steps = 0
    private var tag = ""

    init(_ club: ChessClub, _ hands: [Hand]) {
        self.club = club
        self.hands = hands
    }

    mutating func toTheEnd() async throws {
        try await step(
            [
                "schedule", "chess", "--name", "Cup", "--format", "swiss", "--rounds", "3",
                "--starts-at", "2027-03-09T16:00", "--time-control", "10+5", "--initial-colour",
                "white", "--tournament", tournament,
            ], "POST", "/v1/clubs/chess/tournaments",
            [
                "name": "Cup", "format": "swiss", "rounds": 3,
                "startsAtLocal": "2027-03-09T16:00", "initialColour": "white",
                "timeControl": ["initialSeconds": 600, "incrementSeconds": 5],
                "tournament": .string(tournament),
            ])
        try await act(["entries", "open"], "/entry-windows")
        for (index, player) in club.players.enumerated() {
            let rating = 2000 - index
            try await act(
                ["enter"], "/players",
                ["player": .string(player), "rating": .integer(Int64(rating))],
                ["--player", player, "--rating", "\(rating)"])
        }
        try await act(["seed"], "/seeding", ["method": "rating"])
        try await act(["start"], "/start")
        for round in 1...3 {
            try await act(["pair"], "/rounds/\(round)/pairing", nil, ["\(round)"])
            try await act(["publish"], "/rounds/\(round)/publication", nil, ["\(round)"])
            for board in 1...3 {
                let result = ["1-0", "1/2-1/2", "0-1"][(round + board) % 3]
                try await act(
                    ["result"], "/rounds/\(round)/boards/\(board)/result",
                    ["result": .string(result)], ["\(round)", "\(board)", result])
            }
            try await act(["complete"], "/rounds/\(round)/completion", nil, ["\(round)"])
        }
        let digest = try await club.done("standings", tournament, "--digest")
            .trimmingCharacters(in: .newlines)
        try await act(
            ["finalize"], "/finalization", ["confirmDigest": .string(digest)],
            ["--digest", digest])
    }

    private mutating func act(
        _ verb: [String], _ path: String, _ body: JSONValue? = nil, _ more: [String] = []
    ) async throws {
        try await step(
            verb + [tournament] + more, "POST", "/v1/tournaments/\(tournament)\(path)", body)
    }

    private mutating func step(
        _ typed: [String], _ method: String, _ path: String, _ body: JSONValue?
    ) async throws {
        defer { steps += 1 }
        guard hands[steps % hands.count] == .http else {
            try await club.done(typed)
            return
        }
        let caller = try await caller()
        var headers: [String: String] = [:]
        if !path.hasSuffix("/tournaments") {
            let shown = try await caller.get("/v1/tournaments/\(tournament)")
            headers["If-Match"] = shown[header: "ETag"]
        }
        let answer = try await caller.send(method, path, body, headers: headers)
        try #require([200, 201].contains(answer.status), "\(path): \(answer)")
    }

    private func caller() async throws -> TestCaller {
        let school = club.school
        let signed = try await school.program(as: club.arbiter).run(
            "token", "--person", club.arbiter, "--tenant", school.created.tenant)
        let token = signed.output.trimmingCharacters(in: .newlines)
        return TestCaller(school.service.address, token: { token })
    }
}
