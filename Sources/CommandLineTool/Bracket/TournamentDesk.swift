import ArgumentParser
import EventSourcing
import Vocabulary

/// Which tournament.
struct TournamentOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The tournament's id.", valueName: "t"))
    var tournament: TournamentID

    func request(
        _ method: ServiceRequest.Method = .get, _ path: PathPart..., body: Fields? = nil
    ) -> ServiceRequest {
        ServiceRequest(method, ["tournaments", PathPart(tournament)] + path, body: body)
    }
}

/// A board of a round.
struct BoardOptions: ParsableArguments {
    @Argument(help: "The round, from 1.")
    var round: Int

    @Argument(help: "The board, from 1.")
    var board: Int

    var path: [PathPart] { ["rounds", PathPart(round), "boards", PathPart(board)] }
}

/// A tournament at a service, for one command: who plays in it is asked when it is needed.
actor TournamentDesk {
    nonisolated let client: ServiceClient
    nonisolated let tournament: TournamentOptions
    private var shown: ServiceAnswer?

    init(_ client: ServiceClient, _ tournament: TournamentOptions) {
        self.client = client
        self.tournament = tournament
    }

    /// `GET /v1/tournaments/{id}`, once.
    func summary() async throws -> ServiceAnswer {
        if let shown { return shown }
        let answer = try await client.send(tournament.request())
        shown = answer
        return answer
    }

    func version() async throws -> String? { try await summary().entityTag }

    /// In which its local times are read.
    func timeZone() async throws -> TimeZoneID? {
        try await summary().body["settings"]?["timeZone"]?.string.flatMap { TimeZoneID($0) }
    }

    func players() async throws -> PlayerList { PlayerList(try await summary().body) }

    /// How somebody is called, also who has entered since the players were asked for.
    func name(of person: String) async throws -> String {
        let known = try await players().name(of: person)
        guard known == person else { return known }
        shown = nil
        return try await players().name(of: person)
    }

    /// Somebody who has entered.
    func player(_ reference: PlayerReference) async throws -> PersonID {
        if case .person(let person) = reference { return person }
        return try await players().find(reference)
    }

    /// Somebody who has entered, or the caller where nobody is named.
    func player(orCaller reference: PlayerReference?) async throws -> PersonID {
        if let reference { return try await player(reference) }
        guard let caller = client.credentials.person else {
            throw Failure(.usage, "the token does not tell who plays", remedy: "name the player")
        }
        return caller
    }

    /// A member of the tournament's club, who need not have entered.
    func member(_ reference: PlayerReference) async throws -> PersonID {
        if case .person(let person) = reference { return person }
        guard let club = try await summary().body["club"]?.string else {
            throw Failure(.bug, "the service has told no club of \(tournament.tournament)")
        }
        let members = try await client.list(
            ServiceRequest(.get, "clubs", PathPart(club), "members"), limit: .max)
        return try PlayerList(members: members).find(reference)
    }
}
