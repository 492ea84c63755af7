import Crypto
import EventSourcing
import Foundation
import PostgreSQL

/// One person in one browser, known by the secret in its cookie.
struct BrowserSession: Hashable, Sendable {
    static let cookieName = "clubs_session"

    let tenant: TenantID
    /// 256 random bits; the database has only their hash.
    let secret: Data

    var hash: [UInt8] { Array(SHA256.hash(data: secret)) }

    /// What a form of this session carries: whoever cannot read the cookie cannot make it up.
    var formToken: String {
        Data(
            HMAC<SHA256>.authenticationCode(
                for: Data("form".utf8), using: SymmetricKey(data: secret))
        ).base64URL
    }

    /// `<tenant>.<secret>`.
    var cookieValue: String { "\(tenant).\(secret.base64URL)" }

    init(tenant: TenantID) {
        self.tenant = tenant
        secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    init?(cookieValue: some StringProtocol) {
        let parts = cookieValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let tenant = TenantID(String(parts[0])),
            let secret = Data(base64URL: parts[1].utf8), secret.count == 32
        else { return nil }
        self.tenant = tenant
        self.secret = secret
    }

    /// Whether a form came from this session; takes as long for a wrong token as for the right one.
    func accepts(formToken: String) -> Bool {
        guard let code = Data(base64URL: formToken.utf8) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Data("form".utf8), using: SymmetricKey(data: secret))
    }
}

/// Opens sessions from links, each link once, and finds them again by their cookies.
///
/// They stand in the database, so that any process knows them and a restart ends none.
struct BrowserSessions: Sendable {
    static let lifetime = Duration.seconds(12 * 3600)

    let pool: Pool
    let verifier: TokenVerifier

    /// - Throws: `Problem` `link-used`.
    func open(code: String, now: Timestamp) async throws -> BrowserSession {
        let link = try await verifier.link(code)
        let end = Timestamp(microseconds: Int64(link.end.timeIntervalSince1970 * 1_000_000))
        let session = BrowserSession(tenant: link.caller.tenant)
        let isFirst = try await pool.transaction { transaction in
            let used = try await transaction.query(
                """
                INSERT INTO gateway.used_link (tenant, link, expires_at)
                VALUES (\(session.tenant.uuid), \(link.id), \(end))
                ON CONFLICT (tenant, link) DO NOTHING
                """)
            guard used.affected == 1 else { return false }
            _ = try await transaction.query(
                """
                INSERT INTO gateway.browser_session (tenant, hash, person, expires_at)
                VALUES (\(session.tenant.uuid), \(session.hash), \(link.caller.person.uuid),
                    \(now.advanced(by: Self.lifetime)))
                """)
            return true
        }
        guard isFirst else { throw Problem(.linkUsed) }
        try await removeExpired(of: session.tenant, now: now)
        return session
    }

    /// Nobody for a cookie that is unknown or has ended.
    func caller(cookie: BrowserSession, now: Timestamp) async throws -> Caller? {
        let found = try await pool.query(
            """
            SELECT person FROM gateway.browser_session
            WHERE tenant = \(cookie.tenant.uuid) AND hash = \(cookie.hash)
                AND expires_at > \(now)
            """)
        return try found.rows.first.map { row in
            Caller(
                tenant: cookie.tenant, person: PersonID(try row.decode(UUID.self)),
                session: cookie)
        }
    }

    func close(_ session: BrowserSession) async throws {
        _ = try await pool.query(
            """
            DELETE FROM gateway.browser_session
            WHERE tenant = \(session.tenant.uuid) AND hash = \(session.hash)
            """)
    }

    private func removeExpired(of tenant: TenantID, now: Timestamp) async throws {
        _ = try await pool.pipeline([
            """
            DELETE FROM gateway.used_link
            WHERE tenant = \(tenant.uuid) AND expires_at < \(now)
            """,
            """
            DELETE FROM gateway.browser_session
            WHERE tenant = \(tenant.uuid) AND expires_at < \(now)
            """,
        ])
    }
}
