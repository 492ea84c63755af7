import EventSourcing
import TestSupport
import Testing

/// A club with players and a tournament, driven by HTTP alone.
struct PlayedTournament {
    let stage: Stage
    let club: String
    let tournament: String
    /// By rating, the strongest first.
    let players: [String]

    /// - Parameters:
    ///   - count: How many have entered.
    ///   - settings: What is scheduled otherwise than a Swiss of three rounds.
    static func make(
        players count: Int, _ settings: JSONValue = [:]
    ) async throws -> PlayedTournament {
        try await make(on: Stage.make(), players: count, settings)
    }

    static func make(
        on stage: Stage, players count: Int, _ settings: JSONValue = [:]
    ) async throws -> PlayedTournament {
        let club = try await stage.club()
        let people = try await stage.students(count)
        for person in people { try await stage.join(person, club).expect(201) }
        let made = PlayedTournament(
            stage: stage, club: club, tournament: newID(), players: people)
        try await stage.asLead.post(
            "/v1/clubs/\(club)/tournaments",
            scheduling.merging(["tournament": .string(made.tournament)]).merging(settings)
        ).expect(201)
        try await made.post("/entry-windows").expect(201)
        for (index, person) in people.enumerated() {
            try await made.post("/players/\(person)", ["rating": .integer(Int64(2000 - index))])
                .expect(201)
        }
        return made
    }

    static let scheduling: JSONValue = [
        "name": "Spring Open", "format": "swiss", "rounds": 3,
        "startsAtLocal": "2027-03-09T16:00", "initialColour": "white",
        "timeControl": ["initialSeconds": 600, "incrementSeconds": 5],
    ]

    /// Seeded by rating and started.
    func started() async throws -> PlayedTournament {
        try await post("/seeding", ["method": "rating"]).expect(201)
        try await post("/start").expect(200)
        return self
    }

    /// As the lead, or somebody else; with the present version where the route needs one.
    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, as person: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await stage.caller(person ?? stage.lead).send(
            method, "/v1/tournaments/\(tournament)\(path)", body, headers: headers)
    }

    @discardableResult
    func post(
        _ path: String, _ body: JSONValue? = nil, as person: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await send("POST", path, body, as: person, headers: headers)
    }

    /// What stands for the present version in `If-Match`.
    func tag() async throws -> [String: String] {
        let answer = try await post("/finalization", ["confirmDigest": "none"], headers: tag(0))
        guard let version = try answer.json["currentVersion"]?.integer else {
            throw StageFailure("no version: \(answer)")
        }
        return tag(version)
    }

    func tag(_ version: Int) -> [String: String] {
        ["If-Match": "\"tournament-\(tournament):\(version)\""]
    }

    /// Pairs and publishes a round.
    ///
    /// - Returns: White and Black by board.
    @discardableResult
    func play(_ round: Int) async throws -> [(white: String, black: String)] {
        let paired = try await post("/rounds/\(round)/pairing", headers: tag()).expect(201)
        try await post("/rounds/\(round)/publication", headers: tag()).expect(201)
        return try paired.boards
    }

    /// Closes a round whose every board has the same result.
    func finish(_ round: Int, boards: Int, _ result: String = "1-0") async throws {
        for board in 1...boards {
            try await post("/rounds/\(round)/boards/\(board)/result", ["result": .string(result)])
                .expect(201)
        }
        try await post("/rounds/\(round)/completion").expect(201)
    }
}

extension TestAnswer {
    /// The boards of a round's pairing.
    var boards: [(white: String, black: String)] {
        get throws {
            let paired = try json["events"]?.elements.first {
                $0["type"] == "tournament.round-paired"
            }
            return (paired?["data"]?["pairings"]?.elements ?? []).map {
                ($0["white"]?.string ?? "", $0["black"]?.string ?? "")
            }
        }
    }
}
