import EventSourcing
import Foundation
import TestSupport
import Testing

/// `/openapi.json`, held against every answer that any test gets.
///
/// An answer whose status, media type or members are not described is an issue of the test that
/// got it.
actor Contract {
    static let shared = Contract()

    private var reading: Task<JSONValue, any Error>?

    private var document: JSONValue {
        get async throws {
            if let reading { return try await reading.value }
            let read = Task {
                try await SharedService.shared.service.nobody.get("/openapi.json").json
            }
            reading = read
            return try await read.value
        }
    }

    func check(_ method: String, _ path: String, _ answer: TestAnswer) async throws {
        let document = try await document
        guard let operation = Self.operation(method, path, in: document) else { return }
        let place = "\(method) \(path) \(answer.status)"
        guard let response = operation["responses"]?["\(answer.status)"] else {
            Issue.record("not described: \(place): \(answer)")
            return
        }
        guard let content = response["content"], method != "HEAD" else {
            #expect(answer.body.isEmpty, "a body that is not described: \(place): \(answer)")
            return
        }
        let type = answer[header: "Content-Type"] ?? "none"
        guard let schema = content[type]?["schema"] else {
            Issue.record("\(type) is not described: \(place): \(answer)")
            return
        }
        guard type.hasSuffix("json"), type != "application/x-ndjson" else { return }
        let faults = Schema(document: document).faults(of: try answer.json, against: schema)
        #expect(faults.isEmpty, "\(place): \(answer)")
    }

    private static func operation(
        _ method: String, _ path: String, in document: JSONValue
    ) -> JSONValue? {
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        let method = method == "HEAD" ? "get" : method.lowercased()
        let found = document["paths"]?.members.filter { template, _ in
            let names = template.split(separator: "/")
            return names.count == parts.count
                && zip(names, parts).allSatisfy { name, part in
                    name.hasPrefix("{")
                        ? part.hasSuffix(name.drop { $0 != "}" }.dropFirst()) : name == part
                }
        }
        // An address in full goes before one with a parameter at the same place, and what ends as
        // the address does before what takes any ending.
        let best = found?.min {
            ($0.key.filter { $0 == "{" }.count, -$0.key.count)
                < ($1.key.filter { $0 == "{" }.count, -$1.key.count)
        }
        return best?.value[method]
    }
}

/// As much of JSON Schema as the document uses; an object has no members that are not named.
struct Schema {
    let document: JSONValue

    func faults(
        of value: JSONValue, against schema: JSONValue, at place: String = ""
    ) -> [String] {
        if let reference = schema["$ref"]?.string {
            let name = reference.replacing("#/components/schemas/", with: "")
            guard let target = document["components"]?["schemas"]?[name] else {
                return ["\(reference) leads nowhere"]
            }
            return faults(of: value, against: target, at: place)
        }
        if let choices = schema["anyOf"] {
            let tried = choices.elements.map { faults(of: value, against: $0, at: place) }
            return tried.contains(where: \.isEmpty) ? [] : tried.flatMap(\.self)
        }
        if let parts = schema["allOf"] {
            // The first names all members; the others narrow them.
            return parts.elements.enumerated().flatMap { index, part in
                faults(of: value, against: part, at: place, isWhole: index == 0)
            }
        }
        return faults(of: value, against: schema, at: place, isWhole: schema["properties"] != nil)
    }

    private func faults(
        of value: JSONValue, against schema: JSONValue, at place: String, isWhole: Bool
    ) -> [String] {
        if schema["$ref"] != nil { return faults(of: value, against: schema, at: place) }
        if let words = schema["enum"]?.elements, !words.contains(value) {
            return ["\(place) is none of the words: \(value)"]
        }
        switch value {
        case .object(let members):
            return objectFaults(members, schema, place, isWhole)
        case .array(let elements):
            guard isType("array", schema), let items = schema["items"] else {
                return ["\(place) is a list"]
            }
            if let most = schema["maxItems"]?.integer, elements.count > most {
                return ["\(place) is too long"]
            }
            return elements.enumerated().flatMap {
                faults(of: $1, against: items, at: "\(place)/\($0)")
            }
        case .string(let text): return stringFaults(text, schema, place)
        case .integer(let number):
            guard isType("integer", schema) else { return ["\(place) is a number"] }
            let isInside =
                number >= schema["minimum"]?.integer.map(Int64.init) ?? .min
                && number <= schema["maximum"]?.integer.map(Int64.init) ?? .max
            return isInside ? [] : ["\(place) is out of bounds: \(number)"]
        case .bool: return isType("boolean", schema) ? [] : ["\(place) is a boolean"]
        case .null: return isType("null", schema) ? [] : ["\(place) is null"]
        case .number: return ["\(place) is a fraction"]
        }
    }

    private func objectFaults(
        _ members: [String: JSONValue], _ schema: JSONValue, _ place: String, _ isWhole: Bool
    ) -> [String] {
        guard isType("object", schema) else { return ["\(place) is an object"] }
        guard let properties = schema["properties"]?.members else { return [] }
        let missing = (schema["required"]?.elements ?? []).compactMap(\.string)
            .filter { members[$0] == nil }.map { "\(place)/\($0) is missing" }
        return missing
            + members.flatMap { name, value -> [String] in
                guard let property = properties[name] else {
                    return isWhole && !isExtensible(schema)
                        ? ["\(place)/\(name) is not described"] : []
                }
                return faults(of: value, against: property, at: "\(place)/\(name)")
            }
    }

    /// A problem may tell more than what all problems tell.
    private func isExtensible(_ schema: JSONValue) -> Bool {
        schema == document["components"]?["schemas"]?["Problem"]
    }

    private func stringFaults(_ text: String, _ schema: JSONValue, _ place: String) -> [String] {
        guard isType("string", schema) else { return ["\(place) is a text"] }
        let count = text.unicodeScalars.count
        if count < schema["minLength"]?.integer ?? 0 || count > schema["maxLength"]?.integer ?? .max
        {
            return ["\(place) has \(count) characters"]
        }
        let isWellFormed =
            switch schema["format"]?.string {
            case "uuid": UUID(uuidString: text) != nil
            case "date-time": Timestamp(text) != nil
            case "date": CivilDate(text) != nil
            default: true
            }
        return isWellFormed ? [] : ["\(place) has another form: \(text)"]
    }

    private func isType(_ type: String, _ schema: JSONValue) -> Bool {
        schema["type"] == nil || schema["type"]?.string == type
    }
}
