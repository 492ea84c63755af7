import Crypto
import EventSourcing
import Foundation
import Vocabulary

/// How long texts may be, in Unicode scalars: a single character can be of any length.
enum TextLimits {
    static let name = 1...80
    static let freeText = 1...2000
    static let inviteCode = 12...200
}

extension UnitOfWork {
    /// Keeps a text where one is given.
    ///
    /// - Throws: `CommandFailure.invalidText` for one that is too short or too long,
    ///   `.controlCharacters` for one that holds such.
    func keep(
        _ text: String?, about subject: PersonID, as field: String, limit: ClosedRange<Int>
    ) throws -> VaultReference? {
        guard let text else { return nil }
        try checkText(text, in: field, limit: limit)
        return keep(text, about: subject, as: field)
    }

    func checkText(_ text: String, in field: String, limit: ClosedRange<Int>) throws {
        guard text.isPlainText(isMultiline: true) else {
            throw CommandFailure.controlCharacters(field: field)
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard limit.contains(trimmed.unicodeScalars.count),
            limit.upperBound >= text.unicodeScalars.count
        else {
            throw CommandFailure.invalidText(field: field, allowed: limit)
        }
    }
}

extension CodeHash {
    /// The fingerprint under which an invitation's code is kept.
    init(of code: String) {
        let hex = SHA256.hash(data: Data(code.utf8)).map { byte in
            byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        self.init(accepted: hex.joined())
    }
}
