import EventSourcing
import Foundation
import TestSupport

/// A tenant of a running service, told over the API, and ways into its pages.
struct PageWorld: Sendable {
    let service: TestService
    let tenant: TestTenant
    /// An adult who may found clubs.
    let teacher: String

    var address: String { service.address }

    /// A tenant of its own in the service that all tests share.
    static func make() async throws -> PageWorld {
        try await make(in: SharedService.shared.service)
    }

    static func make(in service: TestService) async throws -> PageWorld {
        let tenant = try await service.installation.makeTenant()
        let admin = service.caller(tenant.admin, of: tenant)
        let teacher = try await register("Grace Hopper", "adult", "adult", by: admin, tenant)
        try await settle(
            await admin.post("/v1/people/\(teacher)/roles", ["role": "organizer"]), by: admin)
        return PageWorld(service: service, tenant: tenant, teacher: teacher)
    }

    func person(
        _ name: String, ageBand: String = "16-17", kind: String = "student"
    ) async throws -> String {
        try await Self.register(
            name, kind, ageBand, by: service.caller(tenant.admin, of: tenant), tenant)
    }

    private static func register(
        _ name: String, _ kind: String, _ ageBand: String, by admin: TestCaller,
        _ tenant: TestTenant
    ) async throws -> String {
        let answer = try await admin.post(
            "/v1/people",
            [
                "school": .string(tenant.school), "kind": .string(kind),
                "ageBand": .string(ageBand), "displayName": .string(name),
                "timeZone": "Europe/London",
            ])
        try await settle(answer, by: admin)
        guard let stream = try answer.json["stream"]?.string else {
            throw BrowserFailure("\(answer)")
        }
        return String(stream.dropFirst("person-".count))
    }

    /// Founds a club that every school's people may see.
    ///
    /// - Returns: Its slug.
    func club(_ name: String, _ more: JSONValue = [:]) async throws -> String {
        let slug = "club-" + UUID().uuidString.lowercased().prefix(8)
        var body: JSONValue = [
            "hostSchool": .string(tenant.school), "slug": .string(slug), "name": .string(name),
            "timeZone": "Europe/London", "visibility": "school",
            "leads": [.string(teacher)],
        ]
        if case .object(let members) = more {
            for (member, value) in members { body[member] = value }
        }
        let answer = try await caller(teacher).post("/v1/clubs", body)
        try await Self.settle(answer, by: caller(teacher))
        return slug
    }

    /// Waits until every page shows what a command has done.
    @discardableResult
    func settle(_ answer: TestAnswer, by person: String) async throws -> Int {
        try await Self.settle(answer, by: caller(person))
    }

    @discardableResult
    private static func settle(_ answer: TestAnswer, by caller: TestCaller) async throws -> Int {
        guard (200..<300).contains(answer.status),
            let position = answer[header: "Clubs-Position"].flatMap({ Int($0) })
        else { throw BrowserFailure("\(answer)") }
        for _ in 1...30 {
            let shown = try await caller.get(
                "/v1/clubs?limit=1", headers: ["Clubs-At-Least": "\(position)"])
            if shown.status == 200 { return position }
        }
        throw BrowserFailure("position \(position) is never shown")
    }

    func caller(_ person: String) -> TestCaller { service.caller(person, of: tenant) }

    /// - Returns: Where the log stood then.
    @discardableResult
    func join(_ club: String, _ person: String) async throws -> Int {
        try await settle(
            await caller(person).post("/v1/clubs/\(club)/members", [:]), by: person)
    }

    func leave(_ club: String, _ person: String) async throws {
        try await settle(
            await caller(person).send("DELETE", "/v1/clubs/\(club)/members/\(person)"),
            by: person)
    }

    /// An address that opens a session, once.
    func link(_ person: String, next: String) throws -> String {
        try Self.link(
            service, person: person, tenant: tenant.id, next: next)
    }

    static func link(
        _ service: TestService, person: String, tenant: String, next: String
    ) throws -> String {
        let keys = service.installation.keys
        var claims = TestKeys.claims(person: person, tenant: tenant, lifetime: 600)
        claims["jti"] = .string(UUID().uuidString.lowercased())
        let code = try keys.token(
            ["alg": "EdDSA", "typ": "clubs-link+jwt", "kid": .string(keys.edKeyID)], claims)
        let goal = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "\(service.address)/session?code=\(code)&next=\(goal)"
    }
}

extension Browser {
    /// Comes in as a person, as a person does: the link, and the button.
    func signIn(_ person: String, to path: String, in world: PageWorld) async throws {
        try await visit(try world.link(person, next: path))
        try await follow("#come-in")
    }
}
