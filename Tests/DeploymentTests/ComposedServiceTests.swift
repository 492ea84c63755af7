import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOHTTP1
import PostgreSQL
import TestSupport
import Testing

/// The compose file's parts as real processes: its roles on a PostgreSQL, its environment around
/// `clubs migrate` and `clubs serve`, its nginx in front. Only the containers are missing.
@Suite("The composed service", .timeLimit(.minutes(30)))
struct ComposedServiceTests {
    @Test func `the service's login may read and add events, and nothing else`() async throws {
        try await withComposition { composition in
            _ = try await composition.asOwner(["migrate"])
            let service = try composition.compose.service("service")
            let url = try #require(composition.environment(of: service)["DATABASE_URL"])
            let connection = try await Connection.open(Configuration(url: url))
            for statement: SQL in [
                "UPDATE log.event SET data = '{}'", "DELETE FROM log.event",
                "CREATE TABLE log.extra (n bigint)", "SET ROLE clubs_owner",
            ] {
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await connection.query(statement)
                }
                #expect(failure?.sqlState == "42501")
            }
            await connection.close()
        }
    }

    @Test func `through nginx: commands, limits, events as they happen, and an honest absence`()
        async throws
    {
        try await withComposition { composition in
            _ = try await composition.asOwner(["migrate"])
            let made = try await composition.asOwner([
                "tenant", "create", "hillside", "--school", "Hillside", "--admin", "Ada", "--json",
            ])
            let ids = try JSONDecoder().decode([String: String].self, from: Data(made.output.utf8))
            let admin = try #require(ids["admin"])
            let school = try #require(ids["school"])
            let (service, upstream) = try await composition.serve()
            let configuration = try #require(composition.compose.file.configs["gateway"]).content
            let nginx = try Nginx(configuration, upstream: upstream)
            defer { nginx.stop() }
            try await nginx.isUp()
            let token = try await composition.token(person: admin, tenant: "hillside")
            let caller = TestCaller(nginx.address, token: { token })

            let large = try await caller.post(
                "/v1/people", ["displayName": .string(String(repeating: "x", count: 300_000))])
            #expect(large.status == 413)
            #expect(large.code == "content-too-large")

            try await seesEventsAtOnce(caller, admin: admin, school: school)

            service.send(SIGTERM)
            _ = await service.end()
            let away = try await caller.get("/v1/me")
            #expect(away.status == 503)
            #expect(away.code == "store-unavailable")
            #expect(away[header: "Retry-After"] == "2")
        }
    }

    /// A stream's event comes while the stream is open, not when a buffer is full.
    private func seesEventsAtOnce(
        _ caller: TestCaller, admin: String, school: String
    ) async throws {
        let role = try await caller.post("/v1/people/\(admin)/roles", ["role": "organizer"])
        #expect(role.status == 201, "\(role)")
        let club = try await caller.post(
            "/v1/clubs",
            [
                "hostSchool": .string(school), "slug": "chess", "name": "Chess",
                "timeZone": "UTC", "leads": [.string(admin)],
            ])
        #expect(club.status == 201, "\(club)")
        let position = try #require(club[header: "Clubs-Position"])
        let shown = try await caller.get(
            "/v1/clubs/chess", headers: ["Clubs-At-Least": position])
        #expect(shown.status == 200, "\(shown)")
        let stream = try await caller.begin(
            "GET", "/v1/stream?topic=club:chess", headers: ["Accept": "text/event-stream"])
        #expect(stream.status.code == 200)
        let joined = try await caller.post("/v1/clubs/chess/members", [:])
        #expect(joined.status == 201, "\(joined)")
        var text = ""
        for try await part in stream.body {
            text += String(buffer: part)
            if text.contains("event: club.member-joined") { break }
        }
        #expect(text.contains("event: club.member-joined"))
    }
}
