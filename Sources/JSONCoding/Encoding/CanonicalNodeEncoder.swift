/// A place in the tree that a value writes itself to.
struct CanonicalNodeEncoder: Encoder {
    let tree: CanonicalTree
    let node: Int

    init(_ tree: CanonicalTree, _ node: Int) {
        self.tree = tree
        self.node = node
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(CanonicalKeyedContainer<Key>(tree, node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        CanonicalUnkeyedContainer(tree, node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension CanonicalNodeEncoder: SingleValueEncodingContainer {
    func encodeNil() { tree.text.null(node) }
    func encode(_ value: Bool) { tree.text.bool(value, node) }
    func encode(_ value: String) { tree.text.text(value, node) }
    func encode(_ value: Double) throws { try tree.text.double(value, node) }
    func encode(_ value: Float) throws { try tree.text.double(value, node) }
    func encode(_ value: Int) { tree.text.whole(value, node) }
    func encode(_ value: Int8) { tree.text.whole(value, node) }
    func encode(_ value: Int16) { tree.text.whole(value, node) }
    func encode(_ value: Int32) { tree.text.whole(value, node) }
    func encode(_ value: Int64) { tree.text.whole(value, node) }
    func encode(_ value: UInt) { tree.text.whole(value, node) }
    func encode(_ value: UInt8) { tree.text.whole(value, node) }
    func encode(_ value: UInt16) { tree.text.whole(value, node) }
    func encode(_ value: UInt32) { tree.text.whole(value, node) }
    func encode(_ value: UInt64) { tree.text.whole(value, node) }
    func encode(_ value: some Encodable) throws { try value.encode(to: self) }
}
