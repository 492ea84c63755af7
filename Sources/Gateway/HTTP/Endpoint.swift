import CommandHandling
import EventSourcing
import HTTPTypes
import Hummingbird

/// One method at one address: what answers it, and what the API's document says of it.
///
/// The router, the answer to a wrong method and `/openapi.json` are all made from one list of
/// these, so none of them can know an address that another does not.
struct Endpoint: Sendable {
    typealias Responder = @Sendable (Request, GatewayContext) async throws -> Response

    let method: HTTPRequest.Method
    /// With `{parameters}`: `/v1/clubs/{club}`.
    let path: String
    let document: Operation
    let respond: Responder

    init(
        _ method: HTTPRequest.Method, _ path: String, _ document: Operation,
        respond: @escaping Responder
    ) {
        self.method = method
        self.path = path
        self.document = document
        self.respond = respond
    }

    static func parameterNames(of path: String) -> [String] {
        path.split(separator: "/").compactMap { part in
            part.hasPrefix("{") ? String(part.dropFirst().prefix { $0 != "}" }) : nil
        }
    }

    /// Whether the query is held to what the document names. A page's may have more: links that are
    /// passed on grow tails on their way.
    var isStrict: Bool { path.hasPrefix("/v1/") }

    /// - Throws: `Problem` `invalid` for a field of the query that is not known here; what is
    ///   misspelt is never passed over.
    fileprivate func checkQuery(of request: Request) throws {
        guard isStrict, let text = request.uri.query, !text.isEmpty else { return }
        let known = document.query.map(\.name).sorted()
        let unknown = try QueryText(text).names.filter { !known.contains($0) }
        guard !unknown.isEmpty else { return }
        let taken = known.isEmpty ? "no query" : known.joined(separator: ", ")
        throw Problem(
            .invalid,
            "unknown in the query: \(unknown.joined(separator: ", ")); this address takes \(taken)",
            [
                "errors": .array(
                    unknown.map { Problem.FieldError("/\($0)", .unknown, expected: taken).json })
            ])
    }

    fileprivate var routerPath: RouterPath {
        RouterPath(path)
    }
}

/// What is said of an endpoint in the API's document.
struct Operation: Sendable {
    /// Who may ask at all; what they then see is decided for each thing.
    enum Access: Sendable {
        case anyone, person
    }

    let id: String
    let tag: String
    let summary: String
    var access = Access.person
    /// Of the path's parameters that are neither a club nor an id.
    var parameters: [String: FieldType] = [:]
    var query: [Field] = []
    var headers: [RequestHeader] = []
    var body: [Field]?
    /// The media types of a body that is one text, beside JSON.
    var textBodies: [String] = []
    var answers: [Answer] = []
    var problems: [ProblemCode] = []

    /// What comes back when all is well.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let what: String
        var content: Content?
        var headers: [AnswerHeader] = []
    }

    enum Content: Sendable {
        case json(FieldType)
        /// Other media types.
        case other([String])
    }
}

/// The headers that requests may carry.
enum RequestHeader: String, CaseIterable, Sendable {
    case idempotencyKey = "Idempotency-Key"
    case ifMatch = "If-Match"
    case prefer = "Prefer"
    case clubsAtLeast = "Clubs-At-Least"
    case lastEventID = "Last-Event-ID"
    case acceptLanguage = "Accept-Language"

    var fieldName: HTTPField.Name { .init(known: rawValue) }
}

/// The headers that answers may carry.
enum AnswerHeader: String, CaseIterable, Sendable {
    case clubsPosition = "Clubs-Position"
    case clubsAsOf = "Clubs-As-Of"
    case idempotentReplayed = "Idempotent-Replayed"
    case preferenceApplied = "Preference-Applied"
    case eTag = "ETag"
    case link = "Link"
    case location = "Location"
    case retryAfter = "Retry-After"

    var fieldName: HTTPField.Name { .init(known: rawValue) }
}

extension Router<GatewayContext> {
    /// - Parameter unanswered: Where questions wait for their answers; other requests read their
    ///   bodies first, and what they wait for then is theirs to say.
    func add(_ endpoints: [Endpoint], waitingIn unanswered: UnansweredRequests) {
        for endpoint in endpoints {
            on(endpoint.routerPath, method: endpoint.method) { request, context in
                try endpoint.checkQuery(of: request)
                guard endpoint.method == .get else {
                    return try await endpoint.respond(request, context)
                }
                return try await unanswered.wait(or: .unavailable) {
                    try await endpoint.respond(request, context)
                }
            }
        }
    }
}

/// Which methods an address takes, for requests that the router has no answer for.
struct Addresses: Sendable {
    private let endpoints: [(parts: [Substring], method: HTTPRequest.Method)]

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints.map { ($0.path.split(separator: "/"), $0.method) }
    }

    /// - Returns: Nothing for an address that nothing answers at.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        let matching = endpoints.filter { endpoint in
            endpoint.parts.count == parts.count
                && zip(endpoint.parts, parts).allSatisfy(Self.matches)
        }
        // An ending in a template goes before a parameter that would take it in.
        let endings = matching.filter { $0.parts.contains { !Self.ending(of: $0).isEmpty } }
        let methods = (endings.isEmpty ? matching : endings).map(\.method)
        let all = methods.contains(.get) ? methods + [.head] : methods
        return Set(all).sorted { $0.rawValue < $1.rawValue }
    }

    private static func matches(_ template: Substring, _ part: Substring) -> Bool {
        guard template.hasPrefix("{") else { return template == part }
        return part.hasSuffix(ending(of: template))
    }

    /// What stands behind a parameter in its part of the path: `.trf`.
    private static func ending(of template: Substring) -> Substring {
        guard template.hasPrefix("{"), let end = template.firstIndex(of: "}") else { return "" }
        return template[end...].dropFirst()
    }

    func problem(for request: Request) -> Problem {
        let methods = methods(at: request.uri.path)
        guard !methods.isEmpty, !methods.contains(request.method) else { return Problem(.notFound) }
        let names = methods.map(\.rawValue).joined(separator: ", ")
        var headers = HTTPFields()
        headers[.allow] = names
        return Problem(.methodNotAllowed, "this address takes \(names)", headers: headers)
    }
}
