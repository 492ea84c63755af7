import EventSourcing

/// The form of a value as JSON Schema 2020-12, which OpenAPI 3.1 speaks.
extension FieldType {
    /// - Parameter isOpen: What goes out may grow; what comes in has no unknown fields.
    func jsonSchema(isOpen: Bool) -> JSONValue {
        switch self {
        case .uuid: ["type": "string", "format": "uuid"]
        case .word(let word):
            [
                "type": "string", "title": .string(word.name), "description": .string(word.rule),
                "pattern": .string(word.pattern),
            ]
        case .text(let bounds, _):
            [
                "type": "string", "minLength": .init(count: bounds.lowerBound),
                "maxLength": .init(count: bounds.upperBound),
            ]
        case .integer(let bounds):
            [
                "type": "integer", "minimum": .integer(bounds.lowerBound),
                "maximum": .integer(bounds.upperBound),
            ]
        case .boolean: ["type": "boolean"]
        case .timestamp: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .oneOf(let words):
            ["type": "string", "enum": .array(words.map { .string($0) })]
        case .list(let type, let limit):
            [
                "type": "array", "items": type.jsonSchema(isOpen: isOpen),
                "maxItems": .init(count: limit),
                "uniqueItems": true,
            ]
        case .sequence(let type, let limit):
            [
                "type": "array", "items": type.jsonSchema(isOpen: isOpen), "minItems": 1,
                "maxItems": .init(count: limit),
            ]
        case .object(let fields): fields.jsonSchema(isOpen: isOpen)
        case .choice(let types):
            ["anyOf": .array(types.map { $0.jsonSchema(isOpen: isOpen) })]
        case .nullable(let type): ["anyOf": [type.jsonSchema(isOpen: isOpen), ["type": "null"]]]
        case .anyObject: ["type": "object"]
        case .view(let name): ["$ref": .string("#/components/schemas/\(name)")]
        }
    }
}

extension [Field] {
    func jsonSchema(isOpen: Bool) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for field in self {
            var schema = field.type.jsonSchema(isOpen: isOpen)
            if let note = field.note { schema["description"] = .string(note) }
            properties[field.name] = schema
        }
        var schema: JSONValue = ["type": "object", "properties": .object(properties)]
        let required = filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if !isOpen { schema["additionalProperties"] = false }
        return schema
    }
}
