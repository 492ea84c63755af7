import JSONCoding

extension JSONValue {
    /// A text from outside. What two readers may understand differently is refused, and so is a
    /// number that would not be the same afterwards: see `JSONLimits.strict`.
    ///
    /// - Throws: `JSONFault`.
    package init(strict bytes: [UInt8]) throws {
        var limits = JSONLimits.strict
        // Equal keys are found here, without comparing each with all others.
        limits.allowsDuplicateKeys = true
        try self.init(
            strict: try JSONDocument(bytes, limits: limits), JSONDocument.root)
    }

    private init(strict document: JSONDocument, _ node: Int) throws {
        switch document.kind(node) {
        case .array:
            var next = node + 1
            self = .array(
                try (0..<document.count(node)).map { _ in
                    defer { next = document.end(next) }
                    return try JSONValue(strict: document, next)
                })
        case .object:
            var members: [String: JSONValue] = [:]
            var key = node + 1
            for _ in 0..<document.count(node) {
                let value = try JSONValue(strict: document, key + 1)
                guard members.updateValue(value, forKey: document.string(key)) == nil else {
                    // In front of the quote.
                    throw JSONFault(.duplicateKey, at: document.offset(key) - 1)
                }
                key = document.end(key + 1)
            }
            self = .object(members)
        case .number:
            if let whole = document.integer(node, as: Int64.self) {
                self = .integer(whole)
                return
            }
            // A whole number beyond 64 bits would lose digits as a `Double`.
            let isWhole = document.number(node).utf8.allSatisfy {
                $0 == 0x2D || $0 >= 0x30 && $0 <= 0x39
            }
            guard !isWhole, let double = document.double(node) else {
                throw JSONFault(.absurdNumber, at: document.offset(node))
            }
            self = .number(double)
        case .null, .no, .yes, .string:
            self.init(document, node)
        }
    }
}
