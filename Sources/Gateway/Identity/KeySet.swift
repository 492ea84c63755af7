import EventSourcing
import Foundation
import JWTKit

/// The public keys that tokens may be signed with, each for one algorithm.
///
/// jwt-kit's collection falls back to its first key when a token names none that it has; so the
/// key's id and algorithm are checked here before it is asked, and it is given no default.
struct KeySet: Sendable {
    /// Keys beyond this number are not read.
    static let limit = 100

    private let algorithms: [String: String]
    private let keys: JWTKeyCollection

    var isEmpty: Bool { algorithms.isEmpty }
    var keyIDs: [String] { algorithms.keys.sorted() }

    static let empty = KeySet(algorithms: [:], keys: JWTKeyCollection())

    private init(algorithms: [String: String], keys: JWTKeyCollection) {
        self.algorithms = algorithms
        self.keys = keys
    }

    /// Reads a JWKS (RFC 7517); keys of other kinds than Ed25519 and P-256 are passed over.
    ///
    /// - Throws: `KeyFailure` for what is no JWKS or holds no key that can be used.
    static func read(_ jwks: Data) async throws -> KeySet {
        let document: JWKDocument
        do {
            document = try JSONDecoder().decode(JWKDocument.self, from: jwks)
        } catch {
            throw KeyFailure("it is no JWKS: \(error)")
        }
        var algorithms: [String: String] = [:]
        let keys = JWTKeyCollection()
        for key in document.keys.prefix(limit) {
            guard let id = key.kid, algorithms[id] == nil, key.use ?? "sig" == "sig" else {
                continue
            }
            do {
                switch (key.kty, key.crv) {
                case ("OKP", "Ed25519"):
                    let key = try EdDSA.PublicKey(x: key.x ?? "", curve: .ed25519)
                    await keys.add(eddsa: key, kid: JWKIdentifier(string: id))
                    algorithms[id] = "EdDSA"
                case ("EC", "P-256"):
                    let key = try ES256PublicKey(parameters: (x: key.x ?? "", y: key.y ?? ""))
                    await keys.add(ecdsa: key, kid: JWKIdentifier(string: id))
                    algorithms[id] = "ES256"
                default: continue
                }
            } catch {
                throw KeyFailure("its key \(id) cannot be read: \(error)")
            }
        }
        await keys.clearDefault()
        guard !algorithms.isEmpty else {
            throw KeyFailure("it holds no Ed25519 or P-256 key with an id")
        }
        return KeySet(algorithms: algorithms, keys: keys)
    }

    /// The claims of a token whose header fits `use` and whose signature fits the key it names.
    ///
    /// - Throws: `Problem` `token-invalid`.
    func claims(of token: String, for use: AccessToken.Use) async throws -> AccessToken {
        let header = try TokenHeader(of: token)
        guard header.typ == use.rawValue else {
            throw Problem(.tokenInvalid, "the token's type is not \(use.rawValue)")
        }
        guard let kid = header.kid, let algorithm = algorithms[kid] else {
            throw Problem(.tokenInvalid, "the token's key is not known here")
        }
        guard header.alg == algorithm else {
            throw Problem(.tokenInvalid, "the token's algorithm is not its key's")
        }
        do {
            return try await keys.verify(token, as: AccessToken.self)
        } catch {
            throw Problem(.tokenInvalid, "the token's signature or its claims are not right")
        }
    }
}

/// Why keys cannot be read.
struct KeyFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

private struct JWKDocument: Decodable {
    let keys: [Key]

    struct Key: Decodable {
        let kty: String
        let kid: String?
        let crv: String?
        let use: String?
        let x: String?
        let y: String?
    }
}

/// The part of a token that says how to read the rest.
private struct TokenHeader {
    let alg: String?
    let kid: String?
    let typ: String?

    /// - Throws: `Problem` `token-invalid` for what is no token, or asks for more than we do.
    init(of token: String) throws {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Data(base64URL: parts[0]) else {
            throw Problem(.tokenInvalid, "it is no token")
        }
        guard let json = try? JSONValue(strict: Array(bytes)), case .object(let members) = json,
            members["crit"] == nil
        else { throw Problem(.tokenInvalid, "the token's header cannot be read") }
        alg = members["alg"]?.string
        kid = members["kid"]?.string
        typ = members["typ"]?.string
    }
}

extension Data {
    /// Reads base64 as RFC 7515 writes it: `-` and `_`, and no padding.
    init?(base64URL text: some Collection<UInt8>) {
        guard let string = String(validating: text, as: UTF8.self), !string.contains("=") else {
            return nil
        }
        let standard = string.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        self.init(base64Encoded: standard + padding)
    }

    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
