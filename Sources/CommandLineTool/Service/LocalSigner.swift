import ArgumentParser
import Crypto
import EventSourcing
import Foundation
import JWTKit

/// Signs tokens for a service on this machine, with a key that only its user may read.
struct LocalSigner: Sendable {
    /// How long a token holds that is signed for one request.
    static let lifetime = Duration.seconds(60)
    static let issuer = "clubs-local"
    static let audience = "clubs"
    static let fileName = "signing.key"
    static let keyID: JWKIdentifier = "local"

    private let key: EdDSA.PrivateKey

    /// With the key of the data folder where this user's service keeps it.
    ///
    /// - Throws: `Failure` where there is none, or it cannot be read.
    static func atHome() throws -> LocalSigner {
        let folder = try StoreOptions.parse([]).folder
        guard FileManager.default.fileExists(atPath: folder.file(fileName)) else {
            throw Failure(
                .usage, "nothing can sign for whom --as names: \(folder.path) holds no key",
                remedy: "run this where a local service runs (CLUBS_DATA names its folder), "
                    + "or set CLUBS_TOKEN")
        }
        return try LocalSigner(in: folder)
    }

    /// With the key in a data folder, which is made by the first who needs it.
    ///
    /// - Throws: `Failure` where the key cannot be read.
    init(in folder: DataFolder) throws {
        let text = try folder.secret(named: Self.fileName) {
            Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString()
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: trimmed),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else {
            throw Failure(
                .usage, "the signing key of this machine cannot be read",
                remedy: "remove \(folder.file(Self.fileName)); a new one is made")
        }
        self.key = EdDSA.PrivateKey(backing: key)
    }

    func token(
        tenant: TenantID, person: PersonID, lifetime: Duration = lifetime
    ) async throws -> String {
        let keys = await JWTKeyCollection().add(eddsa: key, kid: Self.keyID)
        let now = Date()
        return try await keys.sign(
            Claims(
                iss: IssuerClaim(value: Self.issuer), aud: AudienceClaim(value: Self.audience),
                sub: SubjectClaim(value: person.description), tenant: tenant,
                iat: IssuedAtClaim(value: now),
                exp: ExpirationClaim(
                    value: now.addingTimeInterval(TimeInterval(lifetime.components.seconds)))),
            kid: Self.keyID)
    }

    private struct Claims: JWTPayload {
        let iss: IssuerClaim
        let aud: AudienceClaim
        let sub: SubjectClaim
        let tenant: TenantID
        let iat: IssuedAtClaim
        let exp: ExpirationClaim

        func verify(using _: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }
}
