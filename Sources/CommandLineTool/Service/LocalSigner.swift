import Crypto
import EventSourcing
import Foundation

/// Signs tokens as the gateway would, with the key of a service on this machine.
///
/// EdDSA over Ed25519 (RFC 8037). The key's seed lies in the data folder, readable by its user
/// alone: whoever can read it may speak as anybody to the service of that folder.
struct LocalSigner: Sendable {
    static let issuer = "clubs-local"
    static let audience = "clubs"
    /// What the service takes at most.
    static let longestLifetime = Duration.seconds(300)

    private let key: Curve25519.Signing.PrivateKey

    /// - Throws: `Failure` where the file holds no key, or others may read it.
    init(in folder: DataFolder) throws {
        let text = try folder.secret(named: "signing.key") {
            Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString()
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let seed = Data(base64Encoded: trimmed),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else {
            throw Failure(
                .usage, "\(folder.file("signing.key")) holds no signing key",
                remedy: "remove the file; the next `clubs serve` makes another")
        }
        self.key = key
    }

    /// The key of the service that uses this user's data folder.
    static func atHome() throws -> LocalSigner {
        try LocalSigner(in: DataFolder(named: nil))
    }

    /// A short token for one person in one tenant.
    func token(
        tenant: TenantID, person: PersonID, lifetime: Duration = longestLifetime, at now: Date = .now
    ) throws -> String {
        let issued = Int64(now.timeIntervalSince1970)
        let header: JSONValue = ["alg": "EdDSA", "kid": .string(keyID), "typ": "JWT"]
        let claims: JSONValue = [
            "iss": .string(Self.issuer), "aud": .string(Self.audience),
            "sub": .string(person.description), "tenant": .string(tenant.description),
            "iat": .integer(issued), "exp": .integer(issued + lifetime.components.seconds),
            "jti": .string(UUID().uuidString.lowercased()),
        ]
        let signed = try [header, claims]
            .map { Data(try $0.line.utf8).base64URL }.joined(separator: ".")
        return signed + "." + (try key.signature(for: Data(signed.utf8))).base64URL
    }

    /// The public half, as a service reads it (RFC 7517).
    var keySet: JSONValue {
        [
            "keys": [
                [
                    "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                    "kid": .string(keyID), "x": .string(key.publicKey.rawRepresentation.base64URL),
                ]
            ]
        ]
    }

    /// The key's thumbprint (RFC 7638), so that no other key has this name.
    private var keyID: String {
        let x = key.publicKey.rawRepresentation.base64URL
        let members = #"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#
        return Data(SHA256.hash(data: Data(members.utf8))).base64URL
    }
}

extension Data {
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
