import EventSourcing
import HTTPTypes
import Hummingbird

/// `/openapi.json`: the contract, made from the endpoints that keep it.
struct APIDocument: Sendable {
    static let path = "/openapi.json"

    private let json: JSONValue

    init(endpoints: [Endpoint]) {
        var paths: [String: JSONValue] = [:]
        let own = Endpoint(.get, Self.path, .document) { _, _ in Response(status: .ok) }
        for endpoint in endpoints + [own] {
            var path = paths[endpoint.path] ?? [:]
            path[endpoint.method.rawValue.lowercased()] = endpoint.openAPI
            paths[endpoint.path] = path
        }
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": "Clubs", "version": "1.0.0",
                "description": """
                School clubs on an event log: every answer can be asked about a past moment, \
                every write can be repeated safely, every refusal says what would make it pass.
                """,
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(Self.schemas),
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]
                ],
            ],
        ]
    }

    var all: [Endpoint] {
        [
            Endpoint(.get, Self.path, .document) { [json] _, _ in
                var response = Response(json: json)
                response.headers[.cacheControl] = "public, max-age=300"
                return response
            }
        ]
    }

    private static var schemas: [String: JSONValue] {
        var schemas = ViewSchemas.all.mapValues { $0.jsonSchema(isOpen: true) }
        schemas["Problem"] = [Field].problem.jsonSchema(isOpen: true)
        return schemas
    }
}

extension [Field] {
    /// A refusal (RFC 9457), with the members that every one has.
    fileprivate static let problem: [Field] = [
        .required("type", .text(1...200)), .required("title", .text(1...200)),
        .required("status", .integer(400...599)),
        .required("code", .oneOf(ProblemCode.self)),
        .required("detail", .text(0...10_000)), .required("rule", .text(1...1000)),
        .required("remedy", .text(1...1000)),
        .optional("instance", .text(1...200), "The command that was refused."),
        .optional(
            "errors",
            .list(
                of: .object([
                    .required("pointer", .text(0...1000)),
                    .required("code", .oneOf(Problem.FieldError.Code.self)),
                    .optional("expected", .text(1...4000)),
                ]), limit: 10_000)),
    ]
}

extension Endpoint {
    fileprivate var openAPI: JSONValue {
        var json: JSONValue = [
            "operationId": .string(document.id), "summary": .string(document.summary),
            "tags": [.string(document.tag)], "responses": .object(responses),
            "parameters": .array(pathParameters + queryParameters + headerParameters),
        ]
        if case .person = document.access { json["security"] = [["token": []]] }
        if let body = document.body, method != .delete || !body.isEmpty {
            var content: [String: JSONValue] = [
                "application/json": ["schema": body.jsonSchema(isOpen: false)]
            ]
            for type in document.textBodies { content[type] = ["schema": ["type": "string"]] }
            json["requestBody"] = [
                "required": .bool(body.contains(where: \.isRequired)),
                "content": .object(content),
            ]
        }
        return json
    }

    private var pathParameters: [JSONValue] {
        Endpoint.parameterNames(of: path).map { name in
            let type = document.parameters[name] ?? (name == "club" ? .clubName : .uuid)
            return [
                "name": .string(name), "in": "path", "required": true,
                "schema": type.jsonSchema(isOpen: false),
            ]
        }
    }

    private var queryParameters: [JSONValue] {
        document.query.map { field in
            JSONValue(present: [
                "name": .string(field.name), "in": "query", "required": .bool(field.isRequired),
                "explode": field.isList ? false : nil,
                "schema": field.type.jsonSchema(isOpen: false),
                "description": field.note.map { .string($0) },
            ])
        }
    }

    private var headerParameters: [JSONValue] {
        document.headers.map { header in
            [
                "name": .string(header.rawValue), "in": "header", "required": false,
                "schema": header.schema, "description": .string(header.meaning),
            ]
        }
    }

    /// By status: the answers, and all the problems that share it.
    private var responses: [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for answer in document.answers { responses[String(answer.status.code)] = answer.openAPI }
        let codes = Set(
            document.problems + ProblemCode.ofEverything + document.access.problems
                + (isStrict ? [.invalid] : []))
        for (status, codes) in Dictionary(grouping: codes, by: \.status.code) {
            let names = codes.map(\.rawValue).sorted()
            let problem: JSONValue = [
                "application/problem+json": [
                    "schema": [
                        "allOf": [
                            ["$ref": "#/components/schemas/Problem"],
                            ["properties": ["code": ["enum": .array(names.map { .string($0) })]]],
                        ]
                    ]
                ]
            ]
            let key = String(status)
            if var answer = responses[key], case .object(let content)? = answer["content"],
                case .object(let more) = problem
            {
                answer["content"] = .object(content.merging(more) { first, _ in first })
                responses[key] = answer
            } else {
                responses[key] = [
                    "description": .string(names.joined(separator: ", ")), "content": problem,
                ]
            }
        }
        return responses
    }
}

extension Field {
    /// A list in an address has commas between its elements.
    fileprivate var isList: Bool {
        if case .list = type { true } else { false }
    }
}

extension FieldType {
    /// A club in an address.
    fileprivate static let clubName = FieldType.text(2...60)
}

extension Operation.Access {
    fileprivate var problems: [ProblemCode] {
        switch self {
        case .anyone: [.tokenMissing, .tokenExpired, .tokenInvalid]
        case .person: [.tokenMissing, .tokenExpired, .tokenInvalid, .actingNotLinked]
        }
    }
}

extension ProblemCode {
    /// What the server itself may answer at any address.
    static let ofEverything: [ProblemCode] = [
        .badRequest, .methodNotAllowed, .notFound, .requestTimeout, .headersTooLarge,
        .rateLimited, .internalError, .storeUnavailable,
    ]
}

extension Operation.Answer {
    fileprivate var openAPI: JSONValue {
        var json: JSONValue = ["description": .string(what)]
        switch content {
        case .json(let type):
            json["content"] = ["application/json": ["schema": type.jsonSchema(isOpen: true)]]
        case .other(let types):
            json["content"] = .object(
                Dictionary(uniqueKeysWithValues: types.map { ($0, ["schema": ["type": "string"]]) })
            )
        case nil: break
        }
        if !headers.isEmpty {
            json["headers"] = .object(
                Dictionary(
                    uniqueKeysWithValues: headers.map { header in
                        (
                            header.rawValue,
                            [
                                "schema": ["type": "string"],
                                "description": .string(header.meaning),
                            ]
                        )
                    }))
        }
        return json
    }
}
