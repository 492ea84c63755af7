import EventSourcing

/// An object as a person reads it: a line for each value, under its name.
struct FieldList {
    private let fields: [(name: String, value: String)]

    init(_ value: JSONValue) {
        fields = Self.fields(of: value, below: "")
    }

    func print() {
        var table = Table("FIELD", "VALUE")
        for (name, value) in fields { table.append(name, value) }
        table.print()
    }

    /// Inner objects as `outer.inner`; lists of objects as `outer.1.inner`.
    private static func fields(of value: JSONValue, below path: String) -> [(String, String)] {
        let prefix = path.isEmpty ? "" : path + "."
        switch value {
        case .object(let members):
            return members.sorted { $0.key < $1.key }
                .flatMap { fields(of: $0.value, below: prefix + $0.key) }
        case .array(let values) where values.contains(where: \.isObject):
            return values.enumerated()
                .flatMap { fields(of: $0.element, below: "\(prefix)\($0.offset + 1)") }
        default:
            return value.cell.map { [(path, $0)] } ?? []
        }
    }
}

extension JSONValue {
    fileprivate var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
