import Crypto
import Foundation

/// The key that wraps every subject's key; it never touches a text itself.
package struct MasterKey: Sendable {
    /// Counts up with each rotation.
    package let generation: Int16
    let key: SymmetricKey

    /// Reads 32 bytes in base64, as `CLUBS_VAULT_KEY` has them.
    ///
    /// - Throws: `VaultFailure.malformedMasterKey`.
    package init(base64 text: String, generation: Int16 = 1) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: trimmed), bytes.count == 32 else {
            throw VaultFailure.malformedMasterKey
        }
        self.generation = generation
        key = SymmetricKey(data: bytes)
    }

    /// A new key in base64, for a file that only its user may read.
    package static func makeBase64() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
    }
}

/// Why the vault does not open.
package enum VaultFailure: Error, CustomStringConvertible {
    case malformedMasterKey
    /// The database's vault was sealed under another master key.
    case wrongMasterKey(generation: Int16)
    case damaged(reference: UUID)

    package var description: String {
        switch self {
        case .malformedMasterKey:
            "the vault's key must be 32 bytes in base64; "
                + "`openssl rand -base64 32` prints a new one for CLUBS_VAULT_KEY"
        case .wrongMasterKey(let generation):
            "the vault of this database was sealed under another key of generation "
                + "\(generation); give CLUBS_VAULT_KEY the key with which it was made"
        case .damaged(let reference):
            "the text \(reference.uuidString.lowercased()) in the vault does not fit its key"
        }
    }
}
