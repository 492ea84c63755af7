import CommandHandling
import EventSourcing
import HTTPTypes
import Hummingbird
import ReadModels
import Vocabulary

/// The addresses that people open in a browser.
struct PageEndpoints: Sendable {
    let parts: GatewayParts

    var all: [Endpoint] {
        PageAssets.shared.endpoints + SessionPages(parts: parts).all + [
            Endpoint(.get, "/", .page, respond: directory),
            Endpoint(.get, "/c/{club}", .page) { request, context in
                try await club(request, context)
            },
            Endpoint(.get, "/t/{tournament}", .page) { request, context in
                try await tournament(request, context)
            },
            Endpoint(.get, "/t/{tournament}/b/{board}", .page) { request, context in
                try await board(request, context)
            },
        ]
            + ClubAction.allCases.flatMap { action in
                [
                    Endpoint(.post, "/c/{club}/\(action.rawValue)", .page) { request, context in
                        try await send(action, request, context)
                    },
                    // Whoever reloads a refused form's address lands on the page itself.
                    Endpoint(.get, "/c/{club}/\(action.rawValue)", .page) { _, context in
                        .seeOther(try address(context))
                    },
                ]
            }
    }

    private func directory(
        _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let query = try QueryText(request.uri.query ?? "")
        let viewer = try await parts.viewer(orVisitor: context.identity)
        let me = try await parts.signedIn(viewer)
        let page = try await parts.directoryPage(
            for: viewer, query: query, frame: PageFrame(for: .init(me, context.identity)))
        return parts.pages.response(.directory, page)
    }

    private func club(
        _ request: Request, _ context: GatewayContext, refusal: SpokenRefusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let query =
            refusal == nil ? try QueryText(request.uri.query ?? "") : try QueryText("")
        if let position = try query.position("at-least") {
            let tenant = try await parts.tenant(orVisited: context.identity)
            try await parts.awaitReadModels(of: tenant, position)
        }
        let viewer = try await parts.viewer(orVisitor: context.identity)
        let me = try await parts.signedIn(viewer)
        let facts = try await parts.clubFacts(
            of: context.parameter("club"), for: viewer, query: query, signedIn: me)
        let page = ClubPage(
            facts, signedIn: .init(me, context.identity), seal: FormSeal(context.identity),
            refusal: refusal, notice: query["notice"].flatMap(Notice.init(rawValue:)))
        return parts.pages.response(.club, page, status: status)
    }

    private func tournament(
        _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        try await show(request, context) { facts, me in
            parts.pages.response(
                .tournament, TournamentPage(facts, signedIn: .init(me, context.identity)))
        }
    }

    private func board(
        _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let place: BoardPlace = try context.parameter("board")
        return try await show(request, context) { facts, me in
            guard let page = BoardPage(facts, place: place, signedIn: .init(me, context.identity))
            else { throw QueryFailure.notFound(.board) }
            return parts.pages.response(.board, page)
        }
    }

    /// Shows what there is to see of a tournament, and to whom.
    private func show(
        _ request: Request, _ context: GatewayContext,
        _ page: (TournamentFacts, PersonView?) throws -> Response
    ) async throws -> Response {
        let query = try QueryText(request.uri.query ?? "")
        let tenant = try await parts.tenant(orVisited: context.identity)
        return try await parts.answer(orVisitor: context.identity, of: tenant) { viewer in
            let me = try await parts.signedIn(viewer)
            let facts = try await parts.tournamentFacts(
                of: try context.parameter("tournament"), for: viewer, query: query, signedIn: me)
            return try page(facts, me)
        }
    }

    /// Does what a form wishes and leads back to the page; a refusal is told on the page itself.
    private func send(
        _ action: ClubAction, _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let fields = try await FormFields(request)
        let caller = try fields.sender(context.identity)
        let viewer = try await parts.viewer(caller)
        let club = try await parts.visibleClub(named: context.parameter("club"), for: viewer)
        do {
            let outcome = try await parts.carryOut(action, on: club.club, fields, by: caller)
            let notice = action.notice(outcome.events)
            return .seeOther(
                "/c/\(club.slug)?notice=\(notice.rawValue)&at-least=\(outcome.position)#you")
        } catch {
            guard let problem = Problem(refusal: error) else { throw error }
            let clock = LocalClock(
                try await parts.signedIn(viewer)?.timeZone ?? club.timeZone)
            return try await self.club(
                request, context, refusal: SpokenRefusal(error, problem, clock: clock),
                status: problem.status)
        }
    }

    private func address(_ context: GatewayContext) throws -> String {
        let name = context.parameter("club")
        guard Slug(name) != nil || ClubID(name) != nil else { throw Problem(.notFound) }
        return "/c/\(name)"
    }
}

extension GatewayParts {
    /// The viewer as the directory knows them; nobody for a visitor.
    func signedIn(_ viewer: Viewer) async throws -> PersonView? {
        guard let person = viewer.person else { return nil }
        return try await queries.person(person, in: viewer.tenant).value
    }
}

extension PageFrame.SignedIn {
    init?(_ person: PersonView?, _ caller: Caller?) {
        guard let person else { return nil }
        self.init(name: person.displayName, token: caller?.session?.formToken)
    }
}

extension Operation {
    /// Pages are for people and stand in no document.
    static let page = Operation(
        id: "page", tag: "pages", summary: "A page for people", access: .anyone)
}

extension Response {
    /// After a form: the browser goes on to look, and a reload sends nothing again.
    static func seeOther(_ address: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = address
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }
}
