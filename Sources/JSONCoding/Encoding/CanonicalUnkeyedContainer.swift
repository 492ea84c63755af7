/// An array that is being written.
struct CanonicalUnkeyedContainer: UnkeyedEncodingContainer {
    private let tree: CanonicalTree
    private let array: Int

    init(_ tree: CanonicalTree, _ node: Int) {
        self.tree = tree
        array = node
        tree.text.makeArray(node)
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int { tree.text.count(array) }

    private func element() -> Int { tree.text.append(to: array) }

    func encodeNil() { tree.text.null(element()) }
    func encode(_ value: Bool) { tree.text.bool(value, element()) }
    func encode(_ value: String) { tree.text.text(value, element()) }
    func encode(_ value: Double) throws { try tree.text.double(value, element()) }
    func encode(_ value: Float) throws { try tree.text.double(value, element()) }
    func encode(_ value: Int) { tree.text.whole(value, element()) }
    func encode(_ value: Int8) { tree.text.whole(value, element()) }
    func encode(_ value: Int16) { tree.text.whole(value, element()) }
    func encode(_ value: Int32) { tree.text.whole(value, element()) }
    func encode(_ value: Int64) { tree.text.whole(value, element()) }
    func encode(_ value: UInt) { tree.text.whole(value, element()) }
    func encode(_ value: UInt8) { tree.text.whole(value, element()) }
    func encode(_ value: UInt16) { tree.text.whole(value, element()) }
    func encode(_ value: UInt32) { tree.text.whole(value, element()) }
    func encode(_ value: UInt64) { tree.text.whole(value, element()) }

    func encode(_ value: some Encodable) throws {
        try value.encode(to: CanonicalNodeEncoder(tree, element()))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type)
        -> KeyedEncodingContainer<Nested>
    {
        KeyedEncodingContainer(CanonicalKeyedContainer<Nested>(tree, element()))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        CanonicalUnkeyedContainer(tree, element())
    }

    func superEncoder() -> any Encoder { CanonicalNodeEncoder(tree, element()) }
}
