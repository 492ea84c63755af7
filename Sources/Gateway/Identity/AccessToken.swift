import EventSourcing
import Foundation
import JWTKit

/// What a signed token says; the same claims serve requests and links into the browser.
struct AccessToken: JWTPayload, Equatable {
    /// What a token is for, told apart by the type in its header: one never passes for another.
    enum Use: String, Sendable {
        /// In `Authorization`.
        case access = "JWT"
        /// In a link that opens a browser's session once.
        case link = "clubs-link+jwt"

        /// How long such a token may be valid, from its issue to its end.
        var longestLife: Duration {
            switch self {
            case .access: .seconds(300)
            case .link: .seconds(900)
            }
        }
    }

    let iss: String
    let aud: AudienceClaim
    /// A person.
    let sub: String
    let tenant: String
    let iat: Date
    let exp: Date
    /// Who acts for the subject (RFC 8693).
    let act: Acting?
    /// A link's own id, by which it is used once.
    let jti: String?

    struct Acting: Codable, Equatable {
        let sub: String
    }

    init(
        issuer: String, audience: String, person: PersonID, tenant: TenantID, issuedAt: Date,
        expiresAt: Date, link: UUID? = nil
    ) {
        iss = issuer
        aud = AudienceClaim(value: audience)
        sub = person.description
        self.tenant = tenant.description
        iat = issuedAt
        exp = expiresAt
        act = nil
        jti = link?.uuidString.lowercased()
    }

    /// Only the signature is jwt-kit's to check; the claims are `TokenVerifier`'s, which tells an
    /// expired token from a foreign one.
    func verify(using algorithm: some JWTAlgorithm) throws {}
}

/// Whom a request comes from.
struct Caller: Hashable, Sendable {
    let tenant: TenantID
    let person: PersonID
    /// By which session of a browser, for the token in its forms.
    let session: BrowserSession?

    init(tenant: TenantID, person: PersonID, session: BrowserSession? = nil) {
        self.tenant = tenant
        self.person = person
        self.session = session
    }
}
