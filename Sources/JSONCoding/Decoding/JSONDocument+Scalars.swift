/// Scalars as `Decodable` types want them, or the error that says why not.
extension JSONDocument {
    func expect(_ kind: JSONNode.Kind, _ node: Int, _ wanted: Any.Type) throws {
        guard self.kind(node) != kind else { return }
        throw mismatch(node, wanted)
    }

    func bool(_ node: Int) throws -> Bool {
        switch kind(node) {
        case .yes: true
        case .no: false
        default: throw mismatch(node, Bool.self)
        }
    }

    func text(_ node: Int) throws -> String {
        try expect(.string, node, String.self)
        return string(node)
    }

    func whole<Value: FixedWidthInteger>(_ node: Int) throws -> Value {
        try expect(.number, node, Value.self)
        guard let value = integer(node, as: Value.self) else {
            throw corrupted(node, "\(number(node)) does not fit in \(Value.self)")
        }
        return value
    }

    func floating<Value: BinaryFloatingPoint>(_ node: Int) throws -> Value {
        try expect(.number, node, Value.self)
        guard let value = double(node).map({ Value($0) }), value.isFinite else {
            throw corrupted(node, "\(number(node)) does not fit in \(Value.self)")
        }
        return value
    }
}

extension JSONDocument {
    /// `null` where a value was wanted, or a value of another kind.
    func mismatch(_ node: Int, _ wanted: Any.Type) -> DecodingError {
        let context = context(node, "\(kind(node).name) stands where \(wanted) was expected")
        return kind(node) == .null
            ? .valueNotFound(wanted, context) : .typeMismatch(wanted, context)
    }

    func corrupted(_ node: Int, _ what: String) -> DecodingError {
        .dataCorrupted(context(node, what))
    }

    func missing(_ key: some CodingKey, in object: Int) -> DecodingError {
        .keyNotFound(key, context(object, "there is no key \"\(key.stringValue)\""))
    }

    func context(_ node: Int, _ what: String) -> DecodingError.Context {
        .init(codingPath: path(to: node), debugDescription: "\(what), at byte \(offset(node))")
    }

    /// The keys and the places in arrays that lead to a value, found from the front.
    func path(to node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var current = Self.root
        while current < node, node < end(current) {
            guard let step = step(from: current, towards: node) else { break }
            path.append(step.key)
            current = step.node
        }
        return path
    }

    /// The element or the member of `parent` that `node` is, or is in.
    private func step(from parent: Int, towards node: Int) -> (key: JSONPathKey, node: Int)? {
        let isObject = kind(parent) == .object
        var child = parent + 1
        for index in 0..<count(parent) {
            let value = isObject ? child + 1 : child
            if node < end(value) {
                return (isObject ? JSONPathKey(string(child)) : JSONPathKey(index), value)
            }
            child = end(value)
        }
        return nil
    }
}

extension JSONNode.Kind {
    fileprivate var name: String {
        switch self {
        case .null: "null"
        case .no, .yes: "a Boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A step in a path: a key, or a place in an array.
struct JSONPathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ key: String) {
        stringValue = key
        intValue = nil
    }

    init(_ index: Int) {
        stringValue = String(index)
        intValue = index
    }

    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(intValue) }
}
