import Crypto
import EventSourcing
import Foundation
import JWTKit

/// Signs tokens for a service on this machine; in production the gateway in front does.
///
/// The private key stands in a file that only its user may read, beside the public one that the
/// service reads.
package struct TokenSigner: Sendable {
    package static let keyFileName = "signing-key.json"
    package static let publicFileName = "jwks.json"
    /// Who signs and for whom, unless something else is said on both sides.
    package static let standardIssuer = "clubs-local"
    package static let standardAudience = "clubs"
    package static let standardLifetime = Duration.seconds(300)
    package static let linkLifetime = Duration.seconds(600)

    /// The JWKS for `KeySource.file`.
    package let publicKeyFile: String
    private let issuer: String
    private let audience: String
    private let keyID: String
    private let keys: JWTKeyCollection

    /// Reads the key in `directory`, and makes one where there is none.
    ///
    /// - Throws: `SigningKeyFailure`.
    package static func open(
        directory: String, issuer: String = standardIssuer, audience: String = standardAudience
    ) async throws -> TokenSigner {
        let files = SigningKeyFiles(directory: directory)
        return await TokenSigner(
            key: try files.readOrMake(), publicKeyFile: files.publicFile, issuer: issuer,
            audience: audience)
    }

    /// Reads the key in `directory` that another process has made.
    ///
    /// - Throws: `SigningKeyFailure`, also where there is none.
    package static func existing(
        directory: String, issuer: String = standardIssuer, audience: String = standardAudience
    ) async throws -> TokenSigner {
        let files = SigningKeyFiles(directory: directory)
        guard let key = try files.read() else {
            throw SigningKeyFailure(
                "there is no \(files.keyFile): start `clubs serve` on this machine first")
        }
        return await TokenSigner(
            key: key, publicKeyFile: files.publicFile, issuer: issuer, audience: audience)
    }

    private init(
        key: Curve25519.Signing.PrivateKey, publicKeyFile: String, issuer: String, audience: String
    ) async {
        self.publicKeyFile = publicKeyFile
        self.issuer = issuer
        self.audience = audience
        keyID = key.publicKey.keyID
        keys = JWTKeyCollection()
        await keys.add(
            eddsa: EdDSA.PrivateKey(backing: key), kid: JWKIdentifier(string: keyID))
    }

    /// A token for `Authorization: Bearer`.
    ///
    /// - Parameter lifetime: At most five minutes; a longer one would be refused.
    package func sign(
        person: PersonID, tenant: TenantID, lifetime: Duration = standardLifetime,
        now: Date = Date()
    ) async throws -> String {
        try await sign(.access, person, tenant, link: nil, lifetime: lifetime, now: now)
    }

    /// An address that opens a session in a browser, once.
    ///
    /// - Parameters:
    ///   - base: Where the service answers: `http://127.0.0.1:8080`.
    ///   - next: The page to go on to: `/c/chess-club`.
    package func browserLink(
        person: PersonID, tenant: TenantID, base: String, next: String = "/", now: Date = Date()
    ) async throws -> String {
        let code = try await sign(
            .link, person, tenant, link: UUID(), lifetime: Self.linkLifetime, now: now)
        let goal = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "\(base)/session?code=\(code)&next=\(goal)"
    }

    private func sign(
        _ use: AccessToken.Use, _ person: PersonID, _ tenant: TenantID, link: UUID?,
        lifetime: Duration, now: Date
    ) async throws -> String {
        // Whole seconds, as the claims have them.
        let issuedAt = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        let claims = AccessToken(
            issuer: issuer, audience: audience, person: person, tenant: tenant, issuedAt: issuedAt,
            expiresAt: issuedAt.addingTimeInterval(TimeInterval(lifetime.components.seconds)),
            link: link)
        return try await keys.sign(
            claims, kid: JWKIdentifier(string: keyID), header: ["typ": .string(use.rawValue)])
    }
}
