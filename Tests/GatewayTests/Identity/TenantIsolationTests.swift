import EventSourcing
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Gateway

/// A tenant's people see nothing of another's, whatever they ask for and however they spell it.
@Suite struct TenantIsolationTests {
    @Test func `every address with a foreign id is empty, to an admin too`() async throws {
        let home = try await Stage.make()
        let foreign = try await Stage.make()
        let ids = try await foreignIDs(in: foreign)
        let document = try await home.nobody.get("/openapi.json").json
        let paths = document["paths"]?.members.keys.filter {
            $0.hasPrefix("/v1/") && $0.contains("{")
        }
        var asked = 0
        for path in paths ?? [] where document["paths"]?[path]?["get"] != nil {
            let address = ids.reduce(path) { $0.replacing("{\($1.key)}", with: $1.value) }
            #expect(!address.contains("{"), "every parameter has a foreign id: \(path)")
            let answer = try await home.admin.get(address)
            try answer.expectProblem(404, "not-found")
            asked += 1
        }
        #expect(asked >= 10)
        try await home.admin.get("/v1/stream?topic=club:\(ids["club"] ?? "")")
            .expectProblem(404, "not-found")
        let list = try await home.current("/v1/clubs", as: home.admin)
        #expect(list.items.isEmpty)
    }

    @Test func `every command on a foreign thing changes nothing there`() async throws {
        let home = try await Stage.make()
        let foreign = try await Stage.make()
        let ids = try await foreignIDs(in: foreign)
        let before = try await foreign.head()
        for route in CommandRoute.all {
            let address =
                "/v1"
                + ids.reduce(route.path) {
                    $0.replacing("{\($1.key)}", with: $1.value)
                }
            let body = JSONValue.object(
                Dictionary(
                    uniqueKeysWithValues: route.bodyFields.filter(\.isRequired).map {
                        ($0.name, $0.type.sample(of: ids[$0.name] ?? ids["person"] ?? ""))
                    }))
            var headers: [String: String] = [:]
            if route.schema.needsVersion {
                let id = ids[route.category] ?? ""
                headers["If-Match"] = "\"\(route.category)-\(id):2\""
            }
            let answer = try await home.admin.send(
                route.method.rawValue, address, body, headers: headers)
            let isRefused = [403, 404, 409, 412, 422].contains(answer.status)
            #expect(isRefused, "\(route.method) \(address): \(answer)")
            for id in ids.values where id.count == 36 {
                let shown = answer.text.replacing("urn:uuid:", with: "")
                #expect(
                    !shown.contains("Secret") && (route.path.contains("{") || !shown.contains(id)),
                    "\(route.method) \(address): \(answer)")
            }
        }
        #expect(try await foreign.head() == before)
    }

    @Test func `one id in two tenants is two things`() async throws {
        let one = try await Stage.make()
        let other = try await Stage.make()
        let club = JSONValue.string(newID())
        try await one.found(["club": club, "slug": "same", "name": "One"]).expect(201)
        try await other.found(["club": club, "slug": "same", "name": "Other"]).expect(201)
        let shown = try await one.current("/v1/clubs/same", as: one.asLead)
        #expect(try shown.json["name"] == "One")
        #expect(try await other.current("/v1/clubs/same", as: other.asLead).json["name"] == "Other")
    }

    @Test func `a person of another tenant is nobody here, by whatever token`() async throws {
        let home = try await Stage.make()
        let foreign = try await Stage.make()
        let club = try await home.club(["visibility": "network"])
        let token = try home.service.installation.keys.token(
            person: foreign.tenant.admin, tenant: home.tenant.id)
        let stranger = home.service.bearer { token }
        try await stranger.get("/v1/me").expectProblem(404, "not-found")
        try await home.current("/v1/clubs/\(club)", as: stranger).expectProblem(404, "not-found")
        try await stranger.post("/v1/clubs/\(club)/members", [:])
            .expectProblem(403, "not-allowed")
    }

    /// An id of each kind that there really is in the other tenant.
    private func foreignIDs(in stage: Stage) async throws -> [String: String] {
        let (club, waiting) = try await stage.queue(["name": "Secret Society"])
        let offer = try await stage.offerSeat(in: club, to: waiting)
        let approving = try await stage.club(["joinPolicy": "approval"])
        let request = newID()
        try await stage.ask(stage.student(), approving, request).expect(202)
        let invite = newID()
        try await stage.invite(to: club, ["invite": .string(invite)]).expect(201)
        let command = try await stage.asLead.send(
            "PATCH", "/v1/clubs/\(club)", ["summary": "Secret."]
        ).json["command"]?.string
        _ = try await stage.tag(of: club)
        let tournament = newID()
        try await stage.asLead.post(
            "/v1/clubs/\(club)/tournaments",
            [
                "tournament": .string(tournament), "name": "Secret Open", "format": "swiss",
                "rounds": 3, "startsAtLocal": "2027-03-09T16:00",
                "timeControl": ["initialSeconds": 600, "incrementSeconds": 5],
            ]
        ).expect(201)
        return [
            "club": club, "person": waiting, "offer": offer, "request": request,
            "invite": invite, "school": stage.tenant.school, "role": "lead", "group": "blue",
            "command": command ?? "", "tournament": tournament, "player": waiting,
            "round": "1", "board": "1",
        ]
    }
}

extension FieldType {
    /// A value of this form.
    func sample(of id: String) -> JSONValue {
        switch self {
        case .uuid: .string(id)
        case .word(let word): .string(Self.words[word.name] ?? "word")
        case .text(let bounds, _): .string(String(repeating: "x", count: bounds.lowerBound + 12))
        case .integer(let bounds): .integer(bounds.lowerBound)
        case .boolean: true
        case .timestamp: "2099-01-01T00:00:00Z"
        case .date: "2030-01-01"
        case .oneOf(let words): .string(words[0])
        case .list(let type, _), .sequence(let type, _): [type.sample(of: id)]
        case .object(let fields):
            .object(
                Dictionary(
                    uniqueKeysWithValues: fields.map { ($0.name, $0.type.sample(of: id)) }))
        case .choice(let types): types[0].sample(of: id)
        case .nullable(let type): type.sample(of: id)
        case .anyObject, .view: [:]
        }
    }

    private static let words = [
        "TimeZone": "UTC", "LanguageTag": "en", "CountryCode": "GB", "LocalTime": "20:00",
        "StreamName": "club-00000000-0000-4000-8000-000000000000",
        "LocalDateTime": "2027-03-09T16:00", "Points": "0.5",
        "EventID": "00000000-0000-4000-8000-000000000000.0",
    ]
}
