import Crypto
import EventSourcing
import Foundation

/// AES-GCM with what a box belongs to as associated data, so that none can be moved elsewhere.
enum Box {
    static func seal(_ text: String, under key: SymmetricKey, label: [UInt8]) throws -> [UInt8] {
        try seal(Data(text.utf8), under: key, label: label)
    }

    static func seal(_ data: Data, under key: SymmetricKey, label: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(data, using: key, authenticating: label)
        guard let combined = box.combined else {
            preconditionFailure("a box with a nonce of 12 bytes has a combined form")
        }
        return Array(combined)
    }

    /// - Throws: `CryptoKitError` for another key, another label, or a damaged box.
    static func open(_ box: [UInt8], under key: SymmetricKey, label: [UInt8]) throws -> Data {
        try AES.GCM.open(AES.GCM.SealedBox(combined: box), using: key, authenticating: label)
    }

    /// What a subject's wrapped key belongs to.
    static func label(key subject: PersonID, of tenant: TenantID) -> [UInt8] {
        Array("key/\(tenant)/\(subject)".utf8)
    }

    /// What a text belongs to.
    static func label(text reference: UUID, of subject: PersonID, in tenant: TenantID) -> [UInt8] {
        Array("text/\(tenant)/\(subject)/\(reference.uuidString.lowercased())".utf8)
    }

    static let proofLabel = Array("proof".utf8)
}
