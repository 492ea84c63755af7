import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird

/// `POST /v1/commands:batch`: many commands of one caller, each with an outcome of its own.
///
/// They are decided in their order, and each as `POST /v1/commands` would: what is wrong with one
/// is its own outcome and keeps no other back. Only what is wrong with the list is answered for
/// all of them, and then nothing has been done. What the headers ask for, they ask for each of them:
/// `Idempotency-Key` names every command that has no key of its own by its place in the list, and
/// `Prefer: dry-run` rehearses all.
struct BatchEndpoint: Sendable {
    static let commandLimit = Lanes.batchLimit
    /// In bytes: a thousand commands of a kilobyte each.
    static let bodyLimit = 1024 * 1024

    let parts: GatewayParts

    func carryOut(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let caller = try context.caller
        let body = try JSONValue(strictly: await request.jsonBody(upTo: Self.bodyLimit))
        let errors = [Field].batch.errors(in: body)
        guard errors.isEmpty, case .array(let elements)? = body["commands"] else {
            throw Problem(invalid: errors)
        }
        let key = try request.idempotencyKey
        let isRehearsal = request.prefersDryRun
        // The request itself has been counted as one.
        context.budget?.charge(elements.count - 1)
        var outcomes: [BatchOutcome?] = []
        var commands: [CommandRequest] = []
        for (place, element) in elements.enumerated() {
            do {
                commands.append(
                    try BatchElement(element).request(
                        by: caller,
                        // No key has a space in it.
                        orNamed: key.map { "\($0) \(place)" }, isRehearsal: isRehearsal))
                outcomes.append(nil)
            } catch {
                outcomes.append(.refused(problem(for: error, context)))
            }
        }
        var decided = try await decide(commands, context).makeIterator()
        return BatchOutcome.response(
            outcomes.compactMap { $0 ?? decided.next() }, isRehearsal: isRehearsal)
    }

    private func decide(
        _ commands: [CommandRequest], _ context: GatewayContext
    ) async throws -> [BatchOutcome] {
        let results: [Result<Outcome, any Error>]
        do {
            results = try await parts.carryOut(batch: commands)
        } catch {
            // A queue without room is each command's answer, as it would be if it came alone.
            results = commands.map { _ in .failure(error) }
        }
        return zip(commands, results).map { command, result in
            switch result {
            case .success(let outcome): .done(command, outcome)
            case .failure(let error): .refused(problem(for: error, context).about(command.id))
            }
        }
    }

    private func problem(for error: any Error, _ context: GatewayContext) -> Problem {
        Problem(for: error, in: "POST /v1/commands:batch", logger: context.logger)
    }
}

/// One command of a batch: its name and data, the caller's key for it, and whether it is to be
/// rehearsed only.
struct BatchElement {
    static let fields: [Field] = [
        .optional(
            "idempotencyKey", .idempotencyKey,
            "As the header of that name: the same key with the same command is done once."),
        .optional("dryRun", .boolean, "Decide, answer with the events, and append nothing."),
    ]

    private let command: NamedCommand
    private let key: String?
    private let isRehearsal: Bool

    /// - Throws: `Problem` `invalid`, with pointers into the element.
    init(_ element: JSONValue) throws {
        command = try NamedCommand(element, beside: Self.fields)
        key = element["idempotencyKey"]?.string
        isRehearsal = element["dryRun"] == true
    }

    /// - Parameters:
    ///   - otherKey: The caller's key for it where the element has none.
    ///   - isRehearsal: Whether it is rehearsed whatever the element says.
    /// - Throws: `Problem`.
    func request(
        by caller: Caller, orNamed otherKey: String?, isRehearsal: Bool
    ) throws -> CommandRequest {
        let key = key ?? otherKey
        return try command.request(
            in: caller.tenant,
            id: key.map { caller.commandID(key: $0) } ?? CommandID(UUID()),
            by: .person(caller.person, via: .http),
            isRehearsal: isRehearsal || self.isRehearsal)
    }
}

extension [Field] {
    static let batch: [Field] = [
        .required(
            "commands",
            .sequence(of: .object(.anyCommand + BatchElement.fields), BatchEndpoint.commandLimit),
            """
            They are decided in this order; each has its own outcome. Where the store does not \
            answer, all from the first that it has kept from being decided on are refused, and may \
            be sent again.
            """)
    ]
}
