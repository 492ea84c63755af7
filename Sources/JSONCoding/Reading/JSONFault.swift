/// What is wrong with a JSON text, and how many of its bytes are right.
package struct JSONFault: Error, Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case empty, malformed, trailing
        case tooLong = "too-long"
        case tooDeep = "too-deep"
        case duplicateKey = "duplicate-key"
        case tooManyKeys = "too-many-keys"
        case loneSurrogate = "lone-surrogate"
        case nul
        case controlCharacter = "control-character"
        case invalidUTF8 = "invalid-utf-8"
        case absurdNumber = "absurd-number"
    }

    package let kind: Kind
    /// From 0.
    package let offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension JSONFault: CustomStringConvertible {
    package var description: String { "the JSON is wrong at byte \(offset): \(kind.reason)" }
}

extension JSONFault.Kind {
    fileprivate var reason: String {
        switch self {
        case .empty: "there is nothing"
        case .malformed: "something else was expected here"
        case .trailing: "there is more behind the value"
        case .tooLong: "a text has \(JSONLimits.bytes) bytes at most"
        case .tooDeep: "values stand within each other \(JSONLimits.depth) deep at most"
        case .duplicateKey: "this key stands in its object already"
        case .tooManyKeys: "the object has too many keys"
        case .loneSurrogate: "half of a surrogate pair is no character"
        case .nul: "the database cannot hold a NUL character"
        case .controlCharacter: "a control character has to be escaped"
        case .invalidUTF8: "the string is not UTF-8"
        case .absurdNumber: "no number here has that many digits or that size"
        }
    }
}
