import Crypto
import EventSourcing
import Foundation

/// The files of a local signing key: a private JWK for its user alone, and a public JWKS.
struct SigningKeyFiles {
    let keyFile: String
    let publicFile: String

    init(directory: String) {
        keyFile = directory + "/" + TokenSigner.keyFileName
        publicFile = directory + "/" + TokenSigner.publicFileName
    }

    /// - Throws: `SigningKeyFailure` for a key that others may read, or that is none.
    func read() throws -> Curve25519.Signing.PrivateKey? {
        guard FileManager.default.fileExists(atPath: keyFile) else { return nil }
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: keyFile)
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
            guard mode & 0o077 == 0 else {
                throw SigningKeyFailure("\(keyFile) may be read by others: set its mode to 0600")
            }
            let jwk = try JSONDecoder().decode(
                [String: String].self, from: Data(contentsOf: URL(fileURLWithPath: keyFile)))
            guard let secret = jwk["d"].flatMap({ Data(base64URL: $0.utf8) }) else {
                throw SigningKeyFailure("\(keyFile) is no private Ed25519 key")
            }
            return try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        } catch let failure as SigningKeyFailure {
            throw failure
        } catch {
            throw SigningKeyFailure("\(keyFile) cannot be read: \(error)")
        }
    }

    func readOrMake() throws -> Curve25519.Signing.PrivateKey {
        do {
            if let key = try read() {
                try writePublic(key.publicKey)
                return key
            }
            let key = Curve25519.Signing.PrivateKey()
            var jwk = key.publicKey.jwk
            jwk["d"] = .string(key.rawRepresentation.base64URL)
            try FileManager.default.createDirectory(
                atPath: (keyFile as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try write(Data(JSONValue.object(jwk).bytes), to: keyFile, mode: 0o600, replacing: false)
            let kept = try read() ?? key
            try writePublic(kept.publicKey)
            return kept
        } catch let failure as SigningKeyFailure {
            throw failure
        } catch {
            throw SigningKeyFailure("\(keyFile) cannot be written: \(error)")
        }
    }

    private func writePublic(_ key: Curve25519.Signing.PublicKey) throws {
        let jwks: JSONValue = ["keys": [.object(key.jwk)]]
        try write(Data(jwks.bytes), to: publicFile, mode: 0o644, replacing: true)
    }

    /// Nobody ever sees half of a file, nor the key under a wider mode.
    ///
    /// - Parameter replacing: Otherwise whoever has written first wins: two processes that begin
    ///   at once end up with one key.
    private func write(_ data: Data, to path: String, mode: Int, replacing: Bool) throws {
        let draft = path + ".\(UUID().uuidString)"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: data, attributes: [.posixPermissions: mode])
        else { throw SigningKeyFailure("\(draft) cannot be written") }
        if replacing {
            guard rename(draft, path) == 0 else {
                throw SigningKeyFailure("\(path) cannot be replaced: errno \(errno)")
            }
        } else {
            let result = link(draft, path)
            let reason = errno
            unlink(draft)
            guard result == 0 || reason == EEXIST else {
                throw SigningKeyFailure("\(path) cannot be made: errno \(reason)")
            }
        }
    }
}

/// Why there is no signing key.
package struct SigningKeyFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

extension Curve25519.Signing.PublicKey {
    /// The key's thumbprint (RFC 7638), which names it without anybody's choosing.
    var keyID: String {
        let members: JSONValue = [
            "crv": "Ed25519", "kty": "OKP", "x": .string(rawRepresentation.base64URL),
        ]
        return Data(SHA256.hash(data: members.bytes)).base64URL
    }

    var jwk: [String: JSONValue] {
        [
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
            "x": .string(rawRepresentation.base64URL), "kid": .string(keyID),
        ]
    }
}
