import EventSourcing
import Vocabulary

/// The form of one value in a body: what is checked on the way in, and what the API's document says.
///
/// Checking here is about form alone, so that a client hears of every wrong field at once; what is
/// allowed is for the deciders.
indirect enum FieldType: Sendable {
    case uuid
    /// Words in a fixed form: what accepts them, and what they look like.
    case word(Word)
    /// Free text, counted in code points as JSON Schema does; control characters are refused.
    case text(ClosedRange<Int>, isMultiline: Bool = false)
    case integer(ClosedRange<Int64>)
    case boolean
    case timestamp
    case date
    case oneOf([String])
    case list(of: FieldType, limit: Int)
    /// A list in which the same may be there twice; what is wrong with an element is said of the
    /// element, by whoever reads it.
    case sequence(of: FieldType, Int)
    case object([Field])
    /// One of several forms.
    case choice([FieldType])
    /// A value for which nothing is a value too: no limit, no group.
    case nullable(FieldType)
    /// Any object: the data of a command that is named beside it.
    case anyObject
    /// An object that only goes out, described by its name in the API's document.
    case view(String)
}

/// Text in a form of its own, as the vocabulary has it.
struct Word: Sendable {
    /// The name of the schema in the API's document.
    let name: String
    /// What would be right.
    let rule: String
    /// The form as a regular expression of ECMA-262; `accepts` may know more.
    let pattern: String
    let accepts: @Sendable (String) -> Bool
}

/// One member of an object.
struct Field: Sendable {
    let name: String
    let type: FieldType
    let isRequired: Bool
    let note: String?

    static func required(_ name: String, _ type: FieldType, _ note: String? = nil) -> Field {
        Field(name: name, type: type, isRequired: true, note: note)
    }

    static func optional(_ name: String, _ type: FieldType, _ note: String? = nil) -> Field {
        Field(name: name, type: type, isRequired: false, note: note)
    }
}

extension [Field] {
    /// What is wrong with an object of these fields, in the order of the fields; then the unknown.
    func errors(in value: JSONValue, at pointer: String = "") -> [Problem.FieldError] {
        guard case .object(let members) = value else {
            return [.init(pointer, .mistyped, expected: "an object")]
        }
        var errors: [Problem.FieldError] = []
        var known = 0
        for field in self {
            let member = members[field.name]
            guard member != nil || field.isRequired else { continue }
            let place = pointer + "/" + field.name.pointerEscaped
            if let member {
                known += 1
                errors += field.type.errors(in: member, at: place)
            } else {
                errors.append(.init(place, .missing, expected: field.type.expectation))
            }
        }
        guard known < members.count else { return errors }
        let unknown = Set(members.keys).subtracting(map(\.name)).sorted()
        return errors + unknown.map { .init(pointer + "/" + $0.pointerEscaped, .unknown) }
    }
}

extension FieldType {
    func errors(in value: JSONValue, at pointer: String) -> [Problem.FieldError] {
        switch (self, value) {
        case (.nullable, .null): return []
        case (.nullable(let type), _): return type.errors(in: value, at: pointer)
        case (.boolean, .bool), (.anyObject, .object), (.view, .object): return []
        case (.integer(let bounds), .integer(let number)):
            return bounds.contains(number) ? [] : [error(.outOfBounds, pointer)]
        case (.text(let bounds, let isMultiline), .string(let text)):
            guard text.isPlainText(isMultiline: isMultiline) else {
                return [error(.controlCharacter, pointer)]
            }
            return bounds.contains(text.unicodeScalars.count) ? [] : [error(.outOfBounds, pointer)]
        case (.list(let type, let limit), .array(let values)):
            guard values.count <= limit else { return [error(.outOfBounds, pointer)] }
            guard Set(values).count == values.count else { return [error(.duplicate, pointer)] }
            return values.enumerated().flatMap { index, value in
                type.errors(in: value, at: "\(pointer)/\(index)")
            }
        case (.sequence(_, let limit), .array(let values)):
            return (1...limit).contains(values.count) ? [] : [error(.outOfBounds, pointer)]
        case (.object(let fields), .object): return fields.errors(in: value, at: pointer)
        case (.choice(let types), _):
            // What comes closest tells what is wrong.
            let tried = types.map { $0.errors(in: value, at: pointer) }
            return tried.min { $0.count < $1.count } ?? []
        case (.uuid, .string), (.word, .string), (.timestamp, .string), (.date, .string),
            (.oneOf, .string):
            return isWellFormed(value.string ?? "") ? [] : [error(.malformed, pointer)]
        default: return [error(.mistyped, pointer)]
        }
    }

    /// What would be right, in words.
    var expectation: String {
        switch self {
        case .uuid: "a UUID"
        case .word(let word): word.rule
        case .text(let bounds, _): "text of \(bounds.lowerBound) to \(bounds.upperBound) characters"
        case .integer(let bounds):
            "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .timestamp: "an RFC 3339 time such as 2027-03-09T18:00:00Z"
        case .date: "a day such as 2027-03-09"
        case .oneOf(let words): "one of: " + words.joined(separator: ", ")
        case .list(_, let limit): "a list of at most \(limit), none of them twice"
        case .sequence(_, let limit): "a list of 1 to \(limit)"
        case .object, .anyObject, .view: "an object"
        case .choice(let types): types.map(\.expectation).joined(separator: ", or ")
        case .nullable(let type): type.expectation + ", or null"
        }
    }

    private func isWellFormed(_ text: String) -> Bool {
        switch self {
        case .uuid: CommandID(text) != nil
        case .word(let word): word.accepts(text)
        case .timestamp: Timestamp(text) != nil
        case .date: CivilDate(text) != nil
        case .oneOf(let words): words.contains(text)
        default: true
        }
    }

    private func error(_ code: Problem.FieldError.Code, _ pointer: String) -> Problem.FieldError {
        .init(pointer, code, expected: expectation)
    }
}

extension String {
    /// As RFC 6901 writes a name in a pointer.
    var pointerEscaped: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return self
        }
        return replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
