import EventSourcing
import AsyncHTTPClient
import Foundation
import Logging
import NIOHTTP1
import PostgreSQL
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Whom the service believes.
@Suite struct TokenTests {
    private static let header: JSONValue = ["alg": "EdDSA", "typ": "JWT"]

    @Test func `a good token of either algorithm names its person`() async throws {
        let stage = try await RefusalStage.shared.stage
        let keys = stage.service.installation.keys
        let claims = TestKeys.claims(person: stage.lead, tenant: stage.tenant.id)
        let ec = try keys.token(
            ["alg": "ES256", "typ": "JWT", "kid": .string(keys.ecKeyID)], claims
        ) { try $0.ecSignature(of: $1) }
        for token in [try keys.token(claims), ec] {
            let answer = try await bearer(token, stage).get("/v1/me")
            try answer.expect(200)
            #expect(try answer.json["person"] == .string(stage.lead))
        }
    }

    @Test func `without a token the API answers nobody`() async throws {
        let stage = try await RefusalStage.shared.stage
        for (method, path) in [
            ("GET", "/v1/me"), ("GET", "/v1/clubs"), ("POST", "/v1/clubs"),
            ("POST", "/v1/commands"), ("DELETE", "/v1/invites/\(newID())"),
        ] {
            let answer = try await stage.nobody.send(method, path)
            try answer.expectProblem(401, "token-missing")
            #expect(answer[header: "WWW-Authenticate"] == "Bearer realm=\"clubs\"")
        }
    }

    @Test func `an expired token is told so`() async throws {
        let stage = try await RefusalStage.shared.stage
        let claims = TestKeys.claims(
            person: stage.lead, tenant: stage.tenant.id, issuedAt: Date(timeIntervalSinceNow: -120))
        let answer = try await bearer(
            stage.service.installation.keys.token(claims), stage
        ).get("/v1/me")
        try answer.expectProblem(401, "token-expired")
        #expect(answer[header: "WWW-Authenticate"]?.contains("invalid_token") == true)
    }

    @Test(
        arguments: [
            ("iss", "somebody-else"), ("aud", "another-service"), ("sub", "ada"),
            ("tenant", "hillside"),
        ] as [(String, JSONValue)])
    func `a claim of another kind is not believed`(claim: String, value: JSONValue) async throws {
        let stage = try await RefusalStage.shared.stage
        try await expectInvalid(stage) { $0[claim] = value }
    }

    @Test(arguments: ["iss", "aud", "sub", "tenant", "iat", "exp"])
    func `a token has all its claims`(claim: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await expectInvalid(stage) { $0[claim] = nil }
    }

    @Test func `a token lives for five minutes at most, and not in the future`() async throws {
        let stage = try await RefusalStage.shared.stage
        let now = Int64(Date().timeIntervalSince1970)
        try await expectInvalid(stage) { $0["exp"] = .integer(now + 301) }
        try await expectInvalid(stage) {
            $0["iat"] = .integer(now + 60)
            $0["exp"] = .integer(now + 120)
        }
        try await expectInvalid(stage) { $0["exp"] = .integer(now - 1) }
        try await expectInvalid(stage) { $0["exp"] = .number(1e300) }
        try await expectInvalid(stage) { $0["iat"] = .number(-1e300) }
    }

    @Test func `a header is what its key says`() async throws {
        let stage = try await RefusalStage.shared.stage
        let keys = stage.service.installation.keys
        let claims = TestKeys.claims(person: stage.lead, tenant: stage.tenant.id)
        let ed = JSONValue.string(keys.edKeyID)
        let wrong: [(JSONValue, (@Sendable (TestKeys, Data) throws -> Data)?)] = [
            (["alg": "none", "typ": "JWT", "kid": ed], { _, _ in Data() }),
            (["alg": "none", "typ": "JWT"], { _, _ in Data() }),
            (["alg": "HS256", "typ": "JWT", "kid": ed], { $0.publicKeyHMAC(of: $1) }),
            (["alg": "ES256", "typ": "JWT", "kid": ed], { try $0.ecSignature(of: $1) }),
            (["alg": "EdDSA", "typ": "JWT", "kid": .string(keys.ecKeyID)], nil),
            (["alg": "EdDSA", "typ": "JWT", "kid": "unknown"], nil),
            (["alg": "EdDSA", "typ": "JWT"], nil),
            (["alg": "EdDSA", "typ": "clubs-link+jwt", "kid": ed], nil),
            (["alg": "EdDSA", "kid": ed], nil),
            (["alg": "EdDSA", "typ": "JWT", "kid": ed, "crit": ["exp"]], nil),
            (["alg": "EdDSA", "typ": "JWT", "kid": ed], { _, _ in Data(count: 64) }),
            (["alg": "EdDSA", "typ": "JWT", "kid": ed], { _, _ in Data() }),
        ]
        for (header, signature) in wrong {
            let token = try keys.token(header, claims, signature: signature)
            let answer = try await bearer(token, stage).get("/v1/me")
            try answer.expectProblem(401, "token-invalid")
        }
    }

    @Test func `a stranger's key signs nothing here`() async throws {
        let stage = try await RefusalStage.shared.stage
        let stranger = TestKeys()
        let known = stage.service.installation.keys.edKeyID
        let token = try stranger.token(
            ["alg": "EdDSA", "typ": "JWT", "kid": .string(known)],
            TestKeys.claims(person: stage.lead, tenant: stage.tenant.id))
        try await bearer(token, stage).get("/v1/me").expectProblem(401, "token-invalid")
    }

    @Test(arguments: [
        "", "Bearer", "Bearer  two", "Basic YTpi", "Bearer a.b", "Bearer a.b.c", "Bearer ...",
        "Bearer " + String(repeating: "x", count: 5000), "Bearer e30.e30.e30",
    ])
    func `what is no token is refused`(authorization: String) async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.nobody.get(
            "/v1/me", headers: ["Authorization": authorization])
        try answer.expectProblem(401, "token-invalid")
    }

    @Test func `a token is worth nothing when somebody changes a letter of it`() async throws {
        let stage = try await RefusalStage.shared.stage
        let token = try stage.service.installation.keys.token(
            person: stage.lead, tenant: stage.tenant.id)
        try await bearer(token, stage).get("/v1/me").expect(200)
        var claims = token.split(separator: ".").map(String.init)
        let other = try stage.service.installation.keys.token(
            person: stage.tenant.admin, tenant: stage.tenant.id)
        claims[1] = String(other.split(separator: ".")[1])
        try await bearer(claims.joined(separator: "."), stage).get("/v1/me")
            .expectProblem(401, "token-invalid")
    }

    @Test func `a key that is taken away is believed no longer, and a new one is`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let claims = TestKeys.claims(
                person: stage.lead, tenant: stage.tenant.id, lifetime: 300)
            let old = try service.installation.keys.token(claims)
            try await bearer(old, stage).get("/v1/me").expect(200)
            let keys = TestKeys()
            try keys.jwks.write(
                to: URL(fileURLWithPath: service.installation.folder + "/jwks.json"))
            let new = try keys.token(claims)
            // The file is read every two seconds.
            try await waitWhile { try await bearer(new, stage).get("/v1/me").status != 200 }
            try await bearer(old, stage).get("/v1/me").expectProblem(401, "token-invalid")
        }
    }

    @Test func `what was believed once is refused when its time is over`() async throws {
        let installation = try await SharedService.shared.service.installation
        let ring = KeyRing(
            source: .file(installation.folder + "/jwks.json"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await ring.refresh()
        let now = Mutex(Date())
        let verifier = TokenVerifier(
            keys: ring, issuer: TestKeys.issuer, audience: TestKeys.audience,
            now: { now.withLock { $0 } })
        let person = newID()
        let token = try installation.keys.token(person: person, tenant: newID())
        for _ in 0..<2 {
            let caller = try await verifier.caller(bearing: token)
            #expect(caller.person.description == person)
        }
        now.withLock { $0 += 61 }
        await #expect(throws: Problem(.tokenExpired)) {
            try await verifier.caller(bearing: token)
        }
    }

    /// A cookie comes along unasked, so another site could make a browser send it.
    @Test func `a browser's session is nobody to the API, however its address is written`()
        async throws
    {
        let stage = try await RefusalStage.shared.stage
        let club = try await stage.club()
        _ = try await stage.tag(of: club)
        let installation = stage.service.installation
        let pool = Pool(installation.database.configuration)
        let session = BrowserSession(
            tenant: try #require(TenantID(stage.tenant.id)))
        let lead = try #require(UUID(uuidString: stage.lead))
        _ = try await pool.query(
            """
            INSERT INTO gateway.browser_session (tenant, hash, person, expires_at)
            VALUES (\(session.tenant.uuid), \(session.hash), \(lead), now() + interval '1 hour')
            """)
        await pool.close()
        let cookie = ["Cookie": "\(BrowserSession.cookieName)=\(session.cookieValue)"]
        for path in ["/v1/me", "//v1/me", "/v1//me", "/v1/me/"] {
            try await stage.nobody.get(path, headers: cookie).expectProblem(401, "token-missing")
        }
        // A page's own stream is the one exception: it changes nothing, and has no other way.
        let stream = try await stage.nobody.begin(
            "GET", "/v1/stream?topic=club:\(club)", headers: cookie)
        #expect(stream.status == .ok)
    }

    private func bearer(_ token: String, _ stage: Stage) -> TestCaller {
        stage.service.bearer { token }
    }

    private func expectInvalid(
        _ stage: Stage, _ change: (inout JSONValue) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var claims = TestKeys.claims(person: stage.lead, tenant: stage.tenant.id)
        change(&claims)
        let token = try stage.service.installation.keys.token(claims)
        try await bearer(token, stage).get("/v1/me").expectProblem(
            401, "token-invalid", sourceLocation: sourceLocation)
    }
}
