import CommandHandling
import EventSourcing
import Foundation

/// A command by its name: the body of `POST /v1/commands`, an element of a batch, a line of an
/// import.
///
/// `{"type": "club.join", "stream": "club-<uuid>", "expectedVersion": 3, "data": {…}}`. All three
/// are read here and nowhere else, so what one of them takes, the others take too.
struct NamedCommand {
    let schema: WishSchema
    let data: JSONValue
    let expectedVersion: Int?
    /// Of the command alone, in canonical JSON: it is the same one however it is sent.
    let digest: BodyDigest
    private let stream: StreamName?

    /// - Parameters:
    ///   - more: The members beside the command's own.
    ///   - isByOperator: Whether the clock's own commands are taken too.
    /// - Throws: `Problem` `invalid`, with every member that is wrong.
    init(_ body: JSONValue, beside more: [Field] = [], isByOperator: Bool = false) throws {
        let fields: [Field] = isByOperator ? .operatorCommand : .anyCommand
        let errors = (fields + more).errors(in: body)
        guard errors.isEmpty else { throw Problem(invalid: errors) }
        let type = body["type"]?.string ?? ""
        guard
            let schema = WishSchema.named(type)
                ?? WishSchema.ofClock.first(where: {
                    $0.type == type
                })
        else {
            throw Problem(invalid: [.init("/type", .unknown, expected: "the name of a command")])
        }
        self.schema = schema
        data = body["data"] ?? [:]
        let dataErrors = schema.fields.errors(in: data, at: "/data")
        guard dataErrors.isEmpty else { throw Problem(invalid: dataErrors) }
        stream = body["stream"]?.string.flatMap(StreamName.init(readFrom:))
        if case .integer(let version)? = body["expectedVersion"] {
            expectedVersion = Int(version)
        } else {
            expectedVersion = nil
        }
        digest = try BodyDigest(
            ofCommand: JSONValue(
                present: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, body[$0.name]) })))
    }

    /// The stream that is named; for something new, the command's own id becomes its.
    ///
    /// - Throws: `Problem` `invalid` where one has to be named.
    func stream(for id: CommandID) throws -> StreamName {
        guard let stream = stream ?? schema.newStream(for: id) else {
            throw Problem(
                invalid: [.init("/stream", .missing, expected: FieldType.stream.expectation)])
        }
        return stream
    }

    /// - Throws: `Problem`, `version-required` where many may have changed what it is about.
    func request(
        in tenant: TenantID, id: CommandID, by principal: Principal, expecting version: Int? = nil,
        isRehearsal: Bool, causation: EventID? = nil, correlation: CommandID? = nil
    ) throws -> CommandRequest {
        let version = expectedVersion ?? version
        if schema.needsVersion, version == nil, !isRehearsal { throw Problem(.versionRequired) }
        let stream = try stream(for: id)
        return CommandRequest(
            tenant: tenant, id: id, digest: digest, principal: principal,
            wish: try wishing { try Wish(type: schema.type, stream: stream, data: data) },
            expecting: version, causation: causation, correlation: correlation,
            isRehearsal: isRehearsal)
    }
}

/// What the schema has let through and the wish's own type has not.
func wishing<Made>(_ make: () throws -> Made) throws -> Made {
    do {
        return try make()
    } catch let error as DecodingError {
        throw Problem(invalid: [.init(error)])
    }
}

extension WishSchema {
    /// Where a command that makes something new goes when nothing is named: the command's own id.
    fileprivate func newStream(for command: CommandID) -> StreamName? {
        Self.makers[type].map { StreamName(category: $0, id: command.uuid) }
    }

    /// The category of what a command makes, by the command's name.
    private static let makers = Dictionary(
        CommandRoute.all.compactMap { route in
            if case .new = route.target { (route.schema.type, route.category) } else { nil }
        }, uniquingKeysWith: { first, _ in first })
}

extension [Field] {
    static let anyCommand: [Field] =
        [
            .required("type", .oneOf(WishSchema.all.map(\.type)))
        ] + besideType

    static let operatorCommand: [Field] =
        [
            .required("type", .oneOf((WishSchema.all + WishSchema.ofClock).map(\.type)))
        ] + besideType

    private static let besideType: [Field] = [
        .optional(
            "stream", .stream, "Left out for something new: the command's own id becomes its."),
        .optional("expectedVersion", .integer(0...Int64(Int32.max))),
        .optional("data", .anyObject, "The fields of the command, as its own address takes them."),
    ]
}
