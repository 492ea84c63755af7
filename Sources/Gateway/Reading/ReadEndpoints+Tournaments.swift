import EventSourcing
import HTTPTypes
import Hummingbird
import Pairing
import ReadModels
import Tournaments
import Vocabulary

/// Questions about a tournament: now, as known at a moment, and as corrected since.
extension ReadEndpoints {
    var tournaments: [Endpoint] {
        answers + files + [
            publicEndpoint(.post, "/v1/tournaments/{tournament}/verification", .verification) {
                read, viewer, context in
                let tournament: TournamentID = try context.parameter("tournament")
                let seen = try await parts.visibleTournament(tournament, for: viewer).value
                let found = try await parts.queries.verification(
                    of: tournament, in: viewer.tenant, through: viewer.position, at: read.moment,
                    seenBy: seen.sight)
                return try one(
                    found, read, "tournament", tournament.uuid, found.value.version)
            }
        ]
    }

    private var answers: [Endpoint] {
        [
            tournament("", .tournament, .recorded) { view, _, _ in try view.summary.found() },
            tournament("/standings", .standings, .effective) { view, read, _ in
                let round = try read.integer("afterRound", in: 0...view.view.currentRound)
                return try view.standings(afterRound: round).found(.round)
            },
            tournament("/crosstable", .crosstable, .effective) { view, _, _ in view.crosstable },
            tournament("/bracket", .tree, .effective) { view, _, _ in try view.tree.found(.tree) },
            tournament("/rounds/{round}", .round, .recorded) { view, _, context in
                try view.round(context.parameter("round")).found(.round)
            },
            tournament("/rounds/{round}/explanation", .roundExplanation, .recorded) {
                view, _, context in
                try view.explanation(ofRound: context.parameter("round")).found(.round)
            },
            tournament(
                "/rounds/{round}/boards/{board}/explanation", .boardExplanation, .recorded
            ) { view, _, context in
                let explanation = try view.explanation(ofRound: context.parameter("round"))
                    .found(.round)
                let board: Int = try context.parameter("board")
                return try explanation.boards.first { $0.board == board }.found(.board)
            },
            list("/corrections", .corrections, .effective) { try $0.corrections($1, at: $2) },
            list("/history", .tournamentHistory, .recorded) { try $0.history($1, at: $2) },
        ]
    }

    private var files: [Endpoint] {
        [
            file(".trf", "text/plain; charset=utf-8", .reportFile) { view, read in
                let version = try read.value(
                    "version", ReportFile.Dialect.init(version:), "16 or 26")
                do {
                    return try view.report(version ?? .trf26)
                } catch {
                    throw Problem(
                        invalid: [.init("/version", .malformed, expected: "26, because \(error)")])
                }
            },
            file(".csv", "text/csv; charset=utf-8", .tableFile) { view, _ in view.csv },
            file(".pgn", "application/vnd.chess-pgn", .gamesFile) { view, _ in view.pgn },
            file(".ics", "text/calendar; charset=utf-8", .calendarFile) { view, _ in
                view.calendar
            },
            tournament(".json", .tournamentFile, .recorded) { view, _, _ in try view.file.found() },
        ]
    }

    /// One part of a tournament, as far as the viewer may see it.
    private func tournament<Part: Encodable & Sendable>(
        _ path: String, _ document: Operation, _ mode: LookBack,
        _ part: @escaping @Sendable (BracketView, ReadRequest, GatewayContext) throws -> Part
    ) -> Endpoint {
        bracket(path, document, mode) { found, read, context in
            try one(
                try found.map { try part($0, read, context) }, read, "tournament",
                found.value.id.uuid, found.value.version)
        }
    }

    /// A list in a tournament, page by page.
    private func list<Item: Encodable & Sendable>(
        _ path: String, _ document: Operation, _ mode: LookBack,
        _ items: @escaping @Sendable (BracketView, PageRequest, Position) throws -> Page<Item>
    ) -> Endpoint {
        bracket(path, document, mode) { found, read, _ in
            var response = try page(
                try found.map { try items($0, read.page, found.position) }, read,
                of: "/v1/tournaments/\(found.value.id)\(path)", filters: ["asOf", "mode"])
            response.headers[.eTag] = tag(of: found.value)
            return response
        }
    }

    private func file(
        _ ending: String, _ type: String, _ document: Operation,
        _ text: @escaping @Sendable (BracketView, ReadRequest) throws -> String
    ) -> Endpoint {
        bracket(ending, document, .recorded) { found, read, _ in
            var headers = read.headers(at: found.position, now: parts.now())
            headers[.contentType] = type
            headers[.cacheControl] = headers[.cacheControl] ?? "private, no-cache"
            headers[.contentDisposition] = "attachment; filename=\"\(found.value.id)\(ending)\""
            headers[.eTag] = tag(of: found.value)
            let bytes = ByteBuffer(string: try text(found.value, read))
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
        }
    }

    private func bracket(
        _ path: String, _ document: Operation, _ mode: LookBack,
        _ respond:
            @escaping @Sendable (Answer<BracketView>, ReadRequest, GatewayContext) throws ->
            Response
    ) -> Endpoint {
        publicEndpoint(
            .get, "/v1/tournaments/{tournament}\(path)", document, lookBack: mode
        ) { read, viewer, context in
            let found = try await parts.visibleTournament(
                context.parameter("tournament"), for: viewer, at: read.moment, mode: read.mode,
                page: read.page)
            return try respond(found, read, context)
        }
    }

    private func tag(of view: BracketView) -> String {
        EntityTag(
            stream: StreamName(category: "tournament", id: view.id.uuid), version: view.version
        ).description
    }
}

extension GatewayParts {
    /// A tournament, for those who may see its club, with as much of the players as they may know.
    ///
    /// - Throws: `QueryFailure.notFound` for everybody else too.
    func visibleTournament(
        _ id: TournamentID, for viewer: Viewer, at moment: Moment = .now,
        version: Int? = nil, mode: LookBack = .recorded, page: PageRequest = .first
    ) async throws -> Answer<BracketView> {
        let found = try await queries.tournament(
            id, in: viewer.tenant, through: viewer.position, at: moment, version: version,
            mode: mode, page: page)
        guard let club = found.value.view.settings?.club else {
            throw QueryFailure.notFound(.tournament)
        }
        let sight = try await sight(of: club, for: viewer)
        guard let sight else { throw QueryFailure.notFound(.tournament) }
        return found.map { $0.shown(to: sight) }
    }

    /// How much of a club's tournaments somebody sees today; nothing where they see none.
    func sight(of club: ClubID, for viewer: Viewer) async throws -> BracketSight? {
        do {
            let club = try await queries.club(club, in: viewer.tenant).value
            return viewer.bracketSight(in: club)
        } catch QueryFailure.notFound {
            return nil
        }
    }
}

extension Optional {
    /// - Throws: `QueryFailure.notFound`.
    fileprivate func found(_ subject: QueryFailure.Subject = .tournament) throws -> Wrapped {
        guard let self else { throw QueryFailure.notFound(subject) }
        return self
    }
}

extension ReportFile.Dialect {
    fileprivate init?(version: String) {
        switch version {
        case "16": self = .trf16
        case "26": self = .trf26
        default: return nil
        }
    }
}
