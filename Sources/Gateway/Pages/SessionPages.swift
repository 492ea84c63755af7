import EventSourcing
import HTTPTypes
import Hummingbird

/// Coming in with a link, and going out.
///
/// A link opens nothing by being looked at: programs that preview links do that too. Its page has
/// one button, and the button's form uses the link, once.
struct SessionPages: Sendable {
    let parts: GatewayParts

    var all: [Endpoint] {
        [
            Endpoint(.get, "/session", .page) { request, _ in try show(request) },
            Endpoint(.post, "/session", .page, respond: open),
            Endpoint(.post, "/session/end", .page, respond: close),
        ]
    }

    struct Page: Sendable {
        let frame = PageFrame()
        let code: String
        let next: String
    }

    private func show(_ request: Request) throws -> Response {
        let query = try QueryText(request.uri.query ?? "")
        guard let code = query["code"] else { throw Problem(.linkUsed) }
        let page = Page(code: code, next: LocalAddress(query["next"]).text)
        return parts.pages.response(.signIn, page, headers: [.cacheControl: "no-store"])
    }

    private func open(_ request: Request, _ context: GatewayContext) async throws -> Response {
        // Another site's form would sign people in as somebody of its own choosing.
        if let site = request.headers[HTTPField.Name(known: "Sec-Fetch-Site")] {
            guard ["same-origin", "none"].contains(site) else { throw Problem(.formExpired) }
        }
        let fields = try await FormFields(request)
        guard let code = fields["code"] else { throw Problem(.linkUsed) }
        let session = try await parts.sessions.open(code: code, now: parts.now())
        if let former = context.identity?.session { try await parts.sessions.close(former) }
        return .seeOther(
            LocalAddress(fields["next"]).text,
            headers: [.setCookie: cookie(session.cookieValue, request)])
    }

    private func close(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let fields = try await FormFields(request)
        let caller = try fields.sender(context.identity)
        if let session = caller.session { try await parts.sessions.close(session) }
        return .seeOther(
            LocalAddress(fields["next"]).text, headers: [.setCookie: cookie(nil, request)])
    }

    /// - Parameter value: Nothing takes the cookie away.
    private func cookie(_ value: String?, _ request: Request) -> String {
        let lifetime = value == nil ? 0 : BrowserSessions.lifetime.components.seconds
        let isSecure =
            parts.trustsProxy
            && request.headers[HTTPField.Name(known: "X-Forwarded-Proto")] == "https"
        return "\(BrowserSession.cookieName)=\(value ?? ""); Path=/; Max-Age=\(lifetime); "
            + "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

/// An address of this service and of no other: a path, whatever a link has said.
struct LocalAddress: Equatable, Sendable {
    static let lengthLimit = 500

    let text: String

    /// The first page for everything that could lead elsewhere.
    init(_ text: String?) {
        guard let text, text.utf8.count <= Self.lengthLimit, text.hasPrefix("/"),
            // Browsers read `//` and `/\` as the beginning of another host.
            !["/", "\\"].contains(text.dropFirst().first),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else {
            self.text = "/"
            return
        }
        self.text = text
    }
}
