/// The members of an object, read one by one without `Codable`'s containers.
///
/// For the few types of which a log has most: a container for each level and the list of its keys
/// cost several times what the reading does. What does not fit is told as `Codable` tells it.
@usableFromInline
package struct JSONFields {
    private let document: JSONDocument
    private let object: Int

    /// - Throws: `JSONFault` for a text that is no JSON, `DecodingError` for one that is no object.
    package init(_ bytes: [UInt8]) throws {
        document = try JSONDocument(bytes)
        object = JSONDocument.root
        try document.expect(.object, object, [String: Any].self)
    }

    /// - Throws: `DecodingError`, also where there is no such key.
    @inlinable
    package func value<Value: Decodable>(_ key: String) throws -> Value {
        try Value(from: decoder(node(key)))
    }

    /// Nothing for a key that is not there and for `null`.
    @inlinable
    package func valueIfPresent<Value: Decodable>(_ key: String) throws -> Value? {
        guard let node = nodeIfPresent(key) else { return nil }
        return try Value(from: decoder(node))
    }

    /// A word of an enum, which `value` reads by way of two containers.
    ///
    /// - Throws: `DecodingError`, also where there is no such key.
    @inlinable
    package func word<Word: RawRepresentable<String>>(_ key: String) throws -> Word {
        try word(at: node(key))
    }

    /// Nothing for a key that is not there and for `null`.
    @inlinable
    package func wordIfPresent<Word: RawRepresentable<String>>(_ key: String) throws -> Word? {
        try nodeIfPresent(key).map { try word(at: $0) }
    }

    /// A list of texts, each of which becomes an element, or does not: then `expected` says what
    /// would. A decoder for each of them would cost twice as much as its text.
    ///
    /// - Throws: `DecodingError`, also where there is no such key.
    @inlinable
    package func list<Element>(
        _ key: String, expected: String, _ element: (String) -> Element?
    ) throws -> [Element] {
        let array = try node(key)
        let count = try elementCount(array)
        var list: [Element] = []
        list.reserveCapacity(count)
        var node = array + 1
        for _ in 0..<count {
            let text = try text(node)
            guard let element = element(text) else {
                throw corrupted(node, "\"\(text.prefix(80))\" is not \(expected)")
            }
            list.append(element)
            node = end(node)
        }
        return list
    }
}

/// Nodes of the document.
extension JSONFields {
    @usableFromInline
    func node(_ key: String) throws -> Int {
        guard let node = document.member(key, of: object) else {
            throw document.missing(JSONPathKey(key), in: object)
        }
        return node
    }

    @usableFromInline
    func nodeIfPresent(_ key: String) -> Int? {
        guard let node = document.member(key, of: object), document.kind(node) != .null
        else { return nil }
        return node
    }

    @usableFromInline
    func decoder(_ node: Int) -> any Decoder { JSONNodeDecoder(document, node) }

    @inlinable
    func word<Word: RawRepresentable<String>>(at node: Int) throws -> Word {
        let text = try text(node)
        guard let word = Word(rawValue: text) else {
            throw corrupted(node, "\(text) is no \(Word.self)")
        }
        return word
    }

    @usableFromInline
    func text(_ node: Int) throws -> String { try document.text(node) }

    @usableFromInline
    func elementCount(_ array: Int) throws -> Int {
        try document.expect(.array, array, [Any].self)
        return document.count(array)
    }

    @usableFromInline
    func end(_ node: Int) -> Int { document.end(node) }

    @usableFromInline
    func corrupted(_ node: Int, _ what: String) -> DecodingError {
        document.corrupted(node, what)
    }
}
