/// A request's body: the fields that have a value, and no others.
struct Fields: Encodable, ExpressibleByDictionaryLiteral, Sendable {
    private var values: [(key: FieldName, value: (any Encodable & Sendable)?)]

    init(dictionaryLiteral elements: (String, (any Encodable & Sendable)?)...) {
        values = elements.map { (FieldName(stringValue: $0), $1) }
    }

    static func + (left: Fields, right: Fields) -> Fields {
        var both = left
        both.values += right.values
        return both
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        for (key, value) in values {
            if let value { try container.encode(value, forKey: key) }
        }
    }

    private struct FieldName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}
