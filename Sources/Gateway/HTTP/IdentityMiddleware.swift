import CommandHandling
import EventSourcing
import HTTPTypes
import Hummingbird

/// Finds out whom a request comes from: a token in a header, or a session's cookie.
struct IdentityMiddleware: RouterMiddleware {
    let verifier: TokenVerifier
    let sessions: BrowserSessions
    let limiter: RateLimiter
    let trustsProxy: Bool

    @concurrent func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.identity = try await identity(of: request)
        let principal =
            context.identity.map { "\($0.tenant)/\($0.person)" }
            ?? "from " + (trustsProxy ? request.clientAddress ?? context.peer : context.peer)
        let budget = limiter.take(from: principal)
        guard budget.isGranted else { throw budget.problem }
        let own = RequestBudget(limiter: limiter, principal: principal)
        context.budget = own
        var response = try await next(request, context)
        response.headers.append(contentsOf: own.left.headers)
        return response
    }

    private func identity(of request: Request) async throws -> Caller? {
        if let authorization = request.headers[.authorization] {
            guard let token = authorization.bearerToken else {
                throw Problem(.tokenInvalid, "Authorization is not of the form Bearer <token>")
            }
            return try await verifier.caller(bearing: token)
        }
        // A cookie comes along unasked, so it counts for pages alone: the API takes no request
        // that another site can make a browser send.
        guard !request.isForAPI || request.pathParts == ["v1", "stream"],
            let value = request.cookies[BrowserSession.cookieName]?.value,
            let session = BrowserSession(cookieValue: value)
        else { return nil }
        return try await sessions.caller(cookie: session, now: SystemTime().now())
    }
}

extension Problem {
    /// How a client is to authenticate (RFC 6750); every 401 says it.
    var challenge: HTTPFields {
        var headers = headers
        switch code {
        case .tokenMissing: headers[.wwwAuthenticate] = "Bearer realm=\"clubs\""
        case .tokenExpired, .tokenInvalid:
            headers[.wwwAuthenticate] =
                "Bearer realm=\"clubs\", error=\"invalid_token\", "
                + "error_description=\"\(code.guide.title)\""
        default: break
        }
        return headers
    }
}

extension String {
    fileprivate var bearerToken: String? {
        // By bytes, because each request has one, of some hundred.
        let space = UInt8(ascii: " ")
        guard let end = utf8.firstIndex(of: space), self[..<end].lowercased() == "bearer" else {
            return nil
        }
        let token = utf8[end...].dropFirst()
        guard !token.isEmpty, !token.contains(space) else { return nil }
        return String(Substring(token))
    }
}

extension Request {
    /// As the router reads an address: `//v1//me` is `/v1/me`.
    fileprivate var pathParts: [Substring] { uri.path.split(separator: "/") }

    /// Whether it is for programs, and not for browsers.
    var isForAPI: Bool { pathParts.first == "v1" }

    /// Whom a trusted proxy has seen: the last address of the chain is the one it added.
    fileprivate var clientAddress: String? {
        headers[.xForwardedFor]?.split(separator: ",").last.map { part in
            part.trimmingPrefix { $0 == " " }.description
        }
    }
}
