import Crypto
import EventSourcing
import Foundation
import JWTKit
import Synchronization

/// Tells whom a token names, or why it is refused.
///
/// What has been verified is remembered until it expires or the keys change, because a signature
/// costs more than everything else in a small request.
final class TokenVerifier: Sendable {
    static let sizeLimit = 4096
    static let cacheLimit = 10_000
    /// How far the signer's clock may be ahead of ours.
    static let clockSkew: TimeInterval = 30

    private let keys: KeyRing
    private let issuer: String
    private let audience: String
    private let now: @Sendable () -> Date
    private let cache = Mutex(Cache())

    private struct Cache {
        var generation = 0
        var verified: [SHA256.Digest: AccessToken] = [:]
    }

    init(
        keys: KeyRing, issuer: String, audience: String,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
        self.now = now
    }

    /// - Throws: `Problem` `token-invalid`, `token-expired` or `acting-not-linked`.
    func caller(bearing token: String) async throws -> Caller {
        let claims = try await claims(of: token, for: .access)
        guard let person = PersonID(claims.sub), let tenant = TenantID(claims.tenant) else {
            throw Problem(.tokenInvalid, "the token's person or tenant is no UUID")
        }
        // Guardians are not known yet: nobody is in anybody's care.
        guard claims.act == nil else { throw Problem(.actingNotLinked) }
        return Caller(tenant: tenant, person: person)
    }

    /// The claims of a link into the browser, with its id and its end.
    ///
    /// - Throws: `Problem` `link-used` for whatever is wrong with it: there is one way out.
    func link(_ code: String) async throws -> (caller: Caller, id: UUID, end: Date) {
        let claims: AccessToken
        do {
            claims = try await self.claims(of: code, for: .link)
        } catch is Problem {
            throw Problem(.linkUsed)
        }
        guard let person = PersonID(claims.sub), let tenant = TenantID(claims.tenant),
            let id = claims.jti.flatMap(UUID.init(uuidString:))
        else { throw Problem(.linkUsed) }
        return (Caller(tenant: tenant, person: person), id, claims.exp)
    }

    private func claims(of token: String, for use: AccessToken.Use) async throws -> AccessToken {
        guard token.utf8.count <= Self.sizeLimit else {
            throw Problem(.tokenInvalid, "the token is too long")
        }
        let (keys, generation) = keys.current
        let key = SHA256.hash(data: Data((use.rawValue + " " + token).utf8))
        if let claims = remembered(key, generation) {
            try check(claims, for: use)
            return claims
        }
        let claims = try await keys.claims(of: token, for: use)
        try check(claims, for: use)
        remember(claims, key, generation)
        return claims
    }

    private func check(_ claims: AccessToken, for use: AccessToken.Use) throws {
        guard claims.iss == issuer else {
            throw Problem(.tokenInvalid, "the token is another issuer's")
        }
        guard claims.aud.value.contains(audience) else {
            throw Problem(.tokenInvalid, "the token is for another service")
        }
        let now = now()
        guard claims.iat <= now.addingTimeInterval(Self.clockSkew) else {
            throw Problem(.tokenInvalid, "the token is issued in the future")
        }
        let longest = TimeInterval(use.longestLife.components.seconds)
        guard claims.exp > claims.iat, claims.exp.timeIntervalSince(claims.iat) <= longest else {
            throw Problem(.tokenInvalid, "the token is valid for more than \(Int(longest)) seconds")
        }
        guard now < claims.exp else { throw Problem(.tokenExpired) }
    }

    private func remembered(_ key: SHA256.Digest, _ generation: Int) -> AccessToken? {
        cache.withLock { cache in
            if cache.generation != generation {
                cache.generation = generation
                cache.verified = [:]
            }
            return cache.verified[key]
        }
    }

    private func remember(_ claims: AccessToken, _ key: SHA256.Digest, _ generation: Int) {
        let now = now()
        cache.withLock { cache in
            guard cache.generation == generation else { return }
            if cache.verified.count >= Self.cacheLimit {
                cache.verified = cache.verified.filter { $0.value.exp > now }
            }
            // All of them still valid: a few seconds of checking signatures again are cheaper than
            // keeping an order.
            if cache.verified.count >= Self.cacheLimit { cache.verified = [:] }
            cache.verified[key] = claims
        }
    }
}
