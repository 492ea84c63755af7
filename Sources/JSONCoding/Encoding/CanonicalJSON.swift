/// Writes a value so that equal values give equal bytes: sorted keys, no spaces, slashes as they are.
///
/// Byte for byte what Foundation's encoder writes with sorted keys and without escaped slashes,
/// for types that spell out their own form; of Foundation's special cases (`Data`, `Date`, `URL`,
/// `Decimal`) it knows none.
///
/// - Complexity: O(*n* log *n*) in an object's keys.
package enum CanonicalJSON {
    /// - Throws: `EncodingError` for a number that is not finite, a value that writes nothing, or
    ///   what the value's own `encode` throws.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let tree = try write(value)
        return tree.text.serialized(CanonicalTree.root)
    }

    /// An enum's case, which Swift writes as an object of one key, in two parts: the key, and what
    /// stands behind it, or below the key `unlabelled` there.
    ///
    /// - Returns: Nothing for a value that writes something else.
    package static func encodeCase(
        _ value: some Encodable, unlabelled: String
    ) throws -> (name: String, fields: [UInt8])? {
        let text = try write(value).text
        guard let (name, fields) = text.onlyMember(of: CanonicalTree.root) else { return nil }
        guard let (label, whole) = text.onlyMember(of: fields), label == unlabelled else {
            return (name, text.serialized(fields))
        }
        return (name, text.serialized(whole))
    }

    /// Adds a string, in quotes and escaped.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        CanonicalText.quote(text, into: &bytes)
    }

    /// - Throws: `EncodingError` for a number that is not finite.
    package static func append(_ number: Double, to bytes: inout [UInt8]) throws {
        try CanonicalText.write(number, into: &bytes)
    }

    private static func write(_ value: some Encodable) throws -> CanonicalTree {
        let tree = CanonicalTree()
        try value.encode(to: CanonicalNodeEncoder(tree, CanonicalTree.root))
        guard !tree.text.isEmpty(CanonicalTree.root) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "the value has written nothing"))
        }
        return tree
    }
}
