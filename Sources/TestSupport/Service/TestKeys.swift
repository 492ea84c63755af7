import Crypto
import EventSourcing
import Foundation

/// A gateway's signing keys, and tokens of every kind signed with them, the wrong ones too.
///
/// Written from RFC 7515 and 7517 and not with the service's own code, which it is to test.
package struct TestKeys: Sendable {
    package static let issuer = "clubs-local"
    package static let audience = "clubs"

    package let edKeyID = "ed-" + UUID().uuidString
    package let ecKeyID = "ec-" + UUID().uuidString
    private let ed = Curve25519.Signing.PrivateKey()
    private let ec = P256.Signing.PrivateKey()

    package init() {}

    /// The public keys.
    package var jwks: Data {
        get throws {
            let point = ec.publicKey.rawRepresentation
            return try JSONEncoder.canonical.encode(
                [
                    "keys": [
                        [
                            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                            "kid": .string(edKeyID),
                            "x": .string(ed.publicKey.rawRepresentation.base64URL),
                        ],
                        [
                            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
                            "kid": .string(ecKeyID), "x": .string(point.prefix(32).base64URL),
                            "y": .string(point.suffix(32).base64URL),
                        ],
                    ]
                ] as JSONValue)
        }
    }

    /// The claims of a token that is believed for a minute.
    package static func claims(
        person: String, tenant: String, issuedAt: Date = Date(), lifetime: Int64 = 60
    ) -> JSONValue {
        let now = Int64(issuedAt.timeIntervalSince1970)
        return [
            "iss": .string(issuer), "aud": .string(audience), "sub": .string(person),
            "tenant": .string(tenant), "iat": .integer(now), "exp": .integer(now + lifetime),
        ]
    }

    /// A token with a good header and signature.
    package func token(_ claims: JSONValue) throws -> String {
        try token(["alg": "EdDSA", "typ": "JWT", "kid": .string(edKeyID)], claims)
    }

    package func token(person: String, tenant: String) throws -> String {
        try token(Self.claims(person: person, tenant: tenant))
    }

    /// A token with any header; it is signed with the Ed25519 key unless `signature` says how.
    package func token(
        _ header: JSONValue, _ claims: JSONValue,
        signature: (@Sendable (TestKeys, Data) throws -> Data)? = nil
    ) throws -> String {
        let encoder = JSONEncoder.canonical
        let body = try encoder.encode(header).base64URL + "." + encoder.encode(claims).base64URL
        let signed = try (signature ?? { try $0.ed.signature(for: $1) })(self, Data(body.utf8))
        return body + "." + signed.base64URL
    }

    package func ecSignature(of data: Data) throws -> Data {
        try ec.signature(for: data).rawRepresentation
    }

    /// HMAC with the public key as its secret: what a careless verifier believes.
    package func publicKeyHMAC(of data: Data) -> Data {
        let secret = SymmetricKey(data: ed.publicKey.rawRepresentation)
        return Data(HMAC<SHA256>.authenticationCode(for: data, using: secret))
    }
}

extension Data {
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
