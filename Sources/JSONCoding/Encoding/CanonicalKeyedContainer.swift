/// An object that is being written.
struct CanonicalKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let tree: CanonicalTree
    private let object: Int

    init(_ tree: CanonicalTree, _ node: Int) {
        self.tree = tree
        object = node
        tree.text.makeObject(node)
    }

    var codingPath: [any CodingKey] { [] }

    private func member(_ key: Key) -> Int { tree.text.append(to: object, key: key.stringValue) }

    func encodeNil(forKey key: Key) { tree.text.null(member(key)) }
    func encode(_ value: Bool, forKey key: Key) { tree.text.bool(value, member(key)) }
    func encode(_ value: String, forKey key: Key) { tree.text.text(value, member(key)) }
    func encode(_ value: Double, forKey key: Key) throws {
        try tree.text.double(value, member(key))
    }
    func encode(_ value: Float, forKey key: Key) throws { try tree.text.double(value, member(key)) }
    func encode(_ value: Int, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: Int8, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: Int16, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: Int32, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: Int64, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: UInt, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: UInt8, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: UInt16, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: UInt32, forKey key: Key) { tree.text.whole(value, member(key)) }
    func encode(_ value: UInt64, forKey key: Key) { tree.text.whole(value, member(key)) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try value.encode(to: CanonicalNodeEncoder(tree, member(key)))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        KeyedEncodingContainer(CanonicalKeyedContainer<Nested>(tree, member(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        CanonicalUnkeyedContainer(tree, member(key))
    }

    func superEncoder() -> any Encoder {
        CanonicalNodeEncoder(tree, tree.text.append(to: object, key: "super"))
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        CanonicalNodeEncoder(tree, member(key))
    }
}
