import EventSourcing
import Foundation
import TestSupport

/// A tournament of four students with a page, driven over the API.
struct PlayingHall: Sendable {
    static let boards = 2

    let world: PageWorld
    let tournament: String
    /// By rating, the strongest first.
    let players: [String]

    var path: String { "/t/\(tournament)" }

    static func make(_ settings: JSONValue = [:]) async throws -> PlayingHall {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let players = try await ["Ada", "Bo", "Cleo", "Dan"].asyncMap { name in
            try await world.person("\(name) Lovelace")
        }
        for player in players { try await world.join(club, player) }
        let hall = PlayingHall(
            world: world, tournament: UUID().uuidString.lowercased(), players: players)
        var schedule: [String: JSONValue] = [
            "tournament": .string(hall.tournament), "name": "Spring Open", "format": "swiss",
            "rounds": 3, "startsAtLocal": "2027-03-09T16:00", "initialColour": "white",
            "timeControl": ["initialSeconds": 600, "incrementSeconds": 5],
        ]
        if case .object(let own) = settings { schedule.merge(own) { $1 } }
        try await world.settle(
            await world.caller(world.teacher).post(
                "/v1/clubs/\(club)/tournaments", .object(schedule)), by: world.teacher)
        try await hall.post("/entry-windows")
        for (index, player) in players.enumerated() {
            try await hall.post("/players/\(player)", ["rating": .integer(Int64(2000 - index))])
        }
        try await hall.post("/seeding", ["method": "rating"])
        try await hall.post("/start")
        return hall
    }

    func pair(_ round: Int) async throws {
        try await post("/rounds/\(round)/pairing")
        try await post("/rounds/\(round)/publication")
    }

    /// Pairs a round, in which White wins everywhere, and completes it.
    func play(_ round: Int) async throws {
        try await pair(round)
        for board in 1...Self.boards { try await record(round: round, board: board, "1-0") }
        try await post("/rounds/\(round)/completion")
    }

    func record(round: Int, board: Int, _ result: String) async throws {
        try await post("/rounds/\(round)/boards/\(board)/result", ["result": .string(result)])
    }

    func correct(round: Int, board: Int, to result: String) async throws {
        try await post(
            "/rounds/\(round)/boards/\(board)/correction",
            ["result": .string(result), "reasonCode": "entry-error"])
    }

    /// The version of the first event of a type.
    func version(of type: String) async throws -> Int {
        let history = try await lead.get("/v1/tournaments/\(tournament)/history").json
        guard case .array(let items)? = history["items"],
            case .integer(let version)? = items.first(where: { $0["type"]?.string == type })?[
                "version"]
        else { throw BrowserFailure("no \(type) in \(history)") }
        return Int(version)
    }

    private var lead: TestCaller { world.caller(world.teacher) }

    private func post(_ path: String, _ body: JSONValue? = nil) async throws {
        let now = try await lead.get("/v1/tournaments/\(tournament)")
        try await world.settle(
            await lead.send(
                "POST", "/v1/tournaments/\(tournament)\(path)", body,
                headers: ["If-Match": now[header: "ETag"] ?? "none"]), by: world.teacher)
    }
}
