import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// What stands in a command's way beside the rules of its decider.
@Suite struct CommandRefusalTests {
    private static let table: [Refusal<CommandRule>] = [
        Refusal(
            .stale, 412, "stale", ["stream", "expectedVersion", "currentVersion", "since"]
        ) { stage in
            let club = try await stage.club()
            return try await stage.asLead.send(
                "PUT", "/v1/clubs/\(club)/capacity", ["capacity": 9],
                headers: ["If-Match": "\"club-\(club):1\""])
        },
        Refusal(.idempotencyMismatch, 422, "idempotency-mismatch") { stage in
            let key = ["Idempotency-Key": newID()]
            let person = try await stage.student()
            let address = "/v1/people/\(person)/interests"
            try await stage.caller(person).send(
                "PUT", address, ["interests": ["chess"]], headers: key
            ).expect(200)
            return try await stage.caller(person).send(
                "PUT", address, ["interests": ["rowing"]], headers: key)
        },
        Refusal(.notAllowed, 403, "not-allowed", ["needs"]) { stage in
            let club = try await stage.club()
            return try await stage.caller(stage.student()).post(
                "/v1/clubs/\(club)/archive", ["reasonCode": "no-more"])
        },
        Refusal(.notFound, 404, "not-found") { stage in
            try await stage.found(["openTo": [.string(newID())]])
        },
        Refusal(.invalidText, 422, "invalid", ["errors"]) { stage in
            try await stage.register(["displayName": "   "])
        },
    ]

    @Test(arguments: table)
    func `a command is refused`(refusal: Refusal<CommandRule>) async throws {
        try await refusal.check(on: RefusalStage.shared.stage)
    }

    @Test func `whoever acts for somebody is linked to them`() async throws {
        let stage = try await RefusalStage.shared.stage
        var claims = TestKeys.claims(person: stage.tenant.admin, tenant: stage.tenant.id)
        claims["act"] = ["sub": .string(newID())]
        let token = try stage.service.installation.keys.token(claims)
        let answer = try await stage.service.bearer { token }.get("/v1/me")
        try answer.expectProblem(403, "acting-not-linked")
    }

    @Test func `what is one's own is refused to others as such`() async throws {
        let stage = try await RefusalStage.shared.stage
        let (club, member) = try await stage.clubWithMember()
        let answer = try await stage.caller(stage.student()).send(
            "DELETE", "/v1/clubs/\(club)/members/\(member)")
        try answer.expectProblem(403, "not-allowed")
        #expect(try answer.json["detail"] == "only the person themselves may do this")
        #expect(try answer.json["needs"] == ["oneself"])
    }

    @Test(arguments: ["9999-12-31T23:59:59-10:00", "0000-01-01T00:00:00Z"])
    func `a moment that could not be read again is refused at the door`(until: String) async throws
    {
        let stage = try await RefusalStage.shared.stage
        let (club, member) = try await stage.clubWithMember()
        try await stage.suspend(member, in: club, until: .string(until))
            .expectProblem(422, "invalid")
        try await stage.join(stage.student(), club).expect(201)
    }

    @Test func `a token of a tenant that is not there leads nowhere`() async throws {
        let stage = try await RefusalStage.shared.stage
        let token = try stage.service.installation.keys.token(person: newID(), tenant: newID())
        let answer = try await stage.service.bearer { token }
            .post("/v1/clubs/\(newID())/members", [:])
        try answer.expectProblem(404, "unknown-tenant")
    }

    @Test func `a store that is away is said to be, and nothing is called refused`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            let person = try await stage.student()
            try await service.installation.database.refuseConnections()
            var away = try await stage.join(person, club)
            // What has gone out on a connection whose end nobody had noticed may be stored, as far
            // as anybody knows; each such connection is met once.
            for _ in 0..<PoolLimits.defaultMaxConnections
            where away.status == 503 && (try? away.json["code"]) == "outcome-unknown" {
                away = try await stage.join(person, club)
            }
            try away.expectProblem(503, "store-unavailable")
            #expect(away[header: "Retry-After"] == "1")
            let unread = try await stage.caller(person).get("/v1/me")
            try unread.expectProblem(503, "store-unavailable")
            try await service.installation.database.acceptConnections()
            try await stage.join(person, club).expect(201)
        }
    }

    @Test func `an event of a newer release stops its tenant alone`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let other = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            let person = try await stage.student()
            try await service.installation.append(
                "club.from-the-future", to: "club-\(club)", of: stage.tenant)
            let answer = try await stage.join(person, club)
            try answer.expectProblem(503, "newer-release")
            #expect(answer[header: "Retry-After"] == "5")
            try await other.join(other.student(), other.club()).expect(201)
            // What is shown would lack that event; another tenant's is whole.
            try await waitWhile { try await stage.asLead.get("/v1/clubs/\(club)").status == 200 }
            try await stage.asLead.get("/v1/clubs/\(club)").expectProblem(503, "newer-release")
            try await other.asLead.get("/v1/clubs").expect(200)
        }
    }

    @Test func `a malformed event is named by its position, without our own words`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            let person = try await stage.student()
            let position = try await service.installation.append(
                "club.seat-offered", to: "club-\(club)", of: stage.tenant)
            let answer = try await stage.join(person, club)
            try answer.expectProblem(500, "malformed-event")
            #expect(try answer.json["position"]?.integer == position)
            #expect(!answer.text.contains("DecodingError") && !answer.text.contains("coding"))
        }
    }

    @Test func `a report that cannot be read is invalid, for its own reason`() {
        let problem = Problem(of: CommandFailure.unreadableReport("line 3: expected a number"))
        #expect(problem.status.code == 422 && problem.code.rawValue == "trf-invalid")
        #expect(problem.detail == "line 3: expected a number")
    }

    @Test func `every failure of a command is in a table`() {
        let reached = Set(Self.table.map(\.rule)).union([
            .actingNotLinked, .unknownTenant, .unavailable, .newerRelease, .malformedEvent,
        ])
        #expect(
            reached.union([
                .overloaded, .outcomeUnknown, .controlCharacters, .unreadableReport,
            ])
                == Set(CommandRule.allCases))
    }
}

extension TestInstallation {
    /// Puts an event at the end of the tenant's log: a type of which this release knows nothing, or
    /// one whose fields are another's.
    ///
    /// - Returns: Its position.
    @discardableResult
    fileprivate func append(
        _ type: String, to stream: String, of tenant: TestTenant
    ) async throws -> Int {
        let connection = try await Connection.open(database.configuration)
        let appended = try await connection.query(
            """
            WITH head AS (
                UPDATE log.head SET position = position + 1 WHERE tenant = \(tenant.id)::text::uuid
                RETURNING position)
            INSERT INTO log.event SELECT (e).* FROM (
                SELECT jsonb_populate_record(e, jsonb_build_object(
                    'position', (SELECT position FROM head), 'version', e.version + 1,
                    'type', \(type), 'command_id', gen_random_uuid())) AS e
                FROM log.event AS e
                WHERE tenant = \(tenant.id)::text::uuid AND stream = \(stream)
                ORDER BY version DESC LIMIT 1) AS future
            RETURNING position
            """)
        await connection.close()
        return try appended.rows[0].decode(Int.self)
    }
}
