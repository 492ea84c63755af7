import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird
import ReadModels
import Vocabulary

/// Questions about schools and people; those about clubs are in `ReadEndpoints+Clubs.swift`.
struct ReadEndpoints: Sendable {
    let parts: GatewayParts

    var all: [Endpoint] {
        people + clubs + tournaments
    }

    private var people: [Endpoint] {
        [
            endpoint("/v1/me", .me) { read, viewer, _ in
                guard let person = viewer.person else { throw QueryFailure.notFound(.person) }
                let view = try await parts.queries.person(
                    person, in: viewer.tenant, at: read.moment)
                return try one(view, read, "person", person.uuid, view.value.version)
            },
            endpoint("/v1/schools/{school}", .school) { read, viewer, context in
                guard viewer.standing != nil else { throw QueryFailure.notFound(.school) }
                let school: SchoolID = try context.parameter("school")
                let view = try await parts.queries.school(
                    school, in: viewer.tenant, at: read.moment)
                return try one(view, read, "school", school.uuid, view.value.version)
            },
            endpoint("/v1/people/{person}", .person) { read, viewer, context in
                let person: PersonID = try context.parameter("person")
                let other = try await parts.queries.standing(of: person, in: viewer.tenant).value
                let reach = viewer.reach(to: other)
                guard reach != .nothing else { throw QueryFailure.notFound(.person) }
                let view = try await parts.queries.person(
                    person, in: viewer.tenant, at: read.moment)
                guard reach == .everything else {
                    let name = NamedPerson(person: person, displayName: view.value.displayName)
                    return try answer(view.map { _ in name }, read)
                }
                return try one(view, read, "person", person.uuid, view.value.version)
            },
            endpoint("/v1/people/{person}/memberships", .memberships) { read, viewer, context in
                let person: PersonID = try context.parameter("person")
                let other = try await parts.queries.standing(of: person, in: viewer.tenant).value
                guard viewer.reach(to: other) == .everything else {
                    throw QueryFailure.notFound(.person)
                }
                let list = try await parts.queries.memberships(
                    of: person, in: viewer.tenant, at: read.moment, clock: parts.clock(read))
                return try answer(list.map { List(items: $0) }, read)
            },
        ]
    }

    typealias Question =
        @Sendable (ReadRequest, Viewer, GatewayContext) async throws -> Response

    /// A question of somebody whom a token names.
    func endpoint(
        _ path: String, _ document: Operation, ask: @escaping Question
    ) -> Endpoint {
        Endpoint(.get, path, document) { request, context in
            let caller = try context.caller
            let read = try await ReadRequest(request, tenant: caller.tenant, parts: parts)
            return try await ask(read, try await parts.viewer(caller), context)
        }
    }

    /// A question about tournaments, which visitors of public pages may ask too.
    ///
    /// What the caller has seen is waited for before their rights are looked at, for those may be
    /// what it gave them.
    func publicEndpoint(
        _ method: HTTPRequest.Method, _ path: String, _ document: Operation,
        lookBack: LookBack? = nil, ask: @escaping Question
    ) -> Endpoint {
        Endpoint(method, path, document) { request, context in
            let tenant = try await parts.tenant(orVisited: context.identity)
            let read = try await ReadRequest(
                request, tenant: tenant, parts: parts, lookBack: lookBack)
            return try await parts.answer(orVisitor: context.identity, of: tenant) {
                try await ask(read, $0, context)
            }
        }
    }

    /// One thing, with its version as a tag for `If-Match`.
    func one(
        _ found: Answer<some Encodable>, _ read: ReadRequest, _ category: String, _ id: UUID,
        _ version: Int
    ) throws -> Response {
        var response = try answer(found, read)
        let stream = StreamName(category: category, id: id)
        response.headers[.eTag] = EntityTag(stream: stream, version: version).description
        return response
    }

    func answer(_ found: Answer<some Encodable>, _ read: ReadRequest) throws -> Response {
        Response(
            json: try JSONEncoder.canonical.encode(found.value),
            headers: read.headers(at: found.position, now: parts.now()))
    }

    /// A page, with the address of the next one.
    ///
    /// - Parameter filters: What else of the question belongs to the list.
    func page<Item: Encodable>(
        _ found: Answer<Page<Item>>, _ read: ReadRequest, of path: String, filters: [String] = []
    ) throws -> Response {
        var response = try answer(found, read)
        if let next = found.value.next {
            let kept = filters.compactMap { name in read[name].map { "&\(name)=\($0)" } }.joined()
            let goal = "\(path)?limit=\(read.page.limit)&cursor=\(next)\(kept)"
            response.headers[AnswerHeader.link.fieldName] = "<\(goal)>; rel=\"next\""
        }
        return response
    }

    /// A list that is always whole, in the form of a page.
    struct List<Item: Encodable & Sendable>: Encodable, Sendable {
        let items: [Item]
    }
}

extension GatewayParts {
    func now() -> Timestamp { SystemTime().now() }

    /// The time by which a past question judges what was over and what was not.
    func clock(_ read: ReadRequest) -> Timestamp {
        if case .time(let time) = read.moment { time } else { now() }
    }

    /// - Throws: `Problem` `newer-release` where this program does not know what happened last.
    func requireReadable(_ tenant: TenantID) async throws {
        guard try await projections.isReadable(tenant) else {
            throw Problem(
                .newerRelease, "this program cannot read an event of this tenant",
                headers: .retry(after: .seconds(5)))
        }
    }

    /// - Throws: `Problem` `projection-behind` after `patience`.
    func awaitReadModels(of tenant: TenantID, _ position: Position) async throws {
        guard await projections.reached(tenant, position, within: Self.patience) else {
            throw Problem(behind: "position \(position) is not shown yet")
        }
    }
}

extension Problem {
    /// `projection-behind`, to be asked again in a second.
    init(behind detail: String) {
        self.init(.projectionBehind, detail, headers: .retry(after: .seconds(1)))
    }

    /// `projection-behind` for what has not been found, and may be in the log.
    init(notShownThrough head: Position) {
        self.init(behind: "it may be among what is not shown yet, up to \(head)")
    }
}

extension Response {
    init(json: Data, headers: HTTPFields) {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
        self.init(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json)))
    }
}
