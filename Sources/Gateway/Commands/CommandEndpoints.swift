import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

/// The typed routes of commands, `POST /v1/commands` and the batch: read, wish, execute, answer.
///
/// The rules are the deciders'; the forms are `WishSchema`'s; the addresses are `CommandRoute`'s.
struct CommandEndpoints: Sendable {
    let parts: GatewayParts

    var all: [Endpoint] {
        CommandRoute.all.map { route in
            Endpoint(route.method, "/v1" + route.path, .of(route)) { request, context in
                try await carryOut(route, request, context)
            }
        } + [
            Endpoint(.post, "/v1/commands", .ofAnyCommand) { request, context in
                try await carryOutAny(request, context)
            },
            Endpoint(.post, "/v1/commands:batch", .ofBatch) { request, context in
                try await BatchEndpoint(parts: parts).carryOut(request, context)
            },
            Endpoint(.get, "/v1/commands/{command}", .ofOutcome) { request, context in
                try await outcome(request, context)
            },
        ]
    }

    private func carryOut(
        _ route: CommandRoute, _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let envelope = try await CommandEnvelope(request, context, text: route.textBody)
        let errors = route.bodyFields.errors(in: envelope.body)
        guard errors.isEmpty else { throw Problem(invalid: errors) }
        var parameters: [String: String] = [:]
        for name in route.parameterNames {
            parameters[name] = context.parameter(name)
        }
        var data = envelope.body
        for name in route.pathFields {
            // What cannot be there is not there: an address has no wrong fields.
            guard
                let value = route.value(
                    try await pathValue(name, context.parameter(name), envelope), of: name)
            else { throw Problem(.notFound) }
            data[name] = value
        }
        if let made = route.madeUpField, data[made] == nil {
            data[made] = .init(envelope.id)
        }
        let stream = try await stream(of: route, envelope, &data, &parameters)
        let version = try envelope.version(of: stream, isNeeded: route.schema.needsVersion)
        let command = try wishing {
            try envelope.request(
                type: route.schema.type, stream: stream, data: data, expecting: version)
        }
        return try await execute(
            command, envelope, answering: route.success, parameters: parameters)
    }

    /// A club may be named by its slug.
    private func pathValue(
        _ name: String, _ text: String, _ envelope: CommandEnvelope
    ) async throws -> String {
        guard name == "club" else { return text }
        return "\(try await parts.club(named: text, in: envelope.caller.tenant))"
    }

    private func execute(
        _ command: CommandRequest, _ envelope: CommandEnvelope,
        answering success: CommandRoute.Success, parameters: [String: String]
    ) async throws -> Response {
        let outcome: Outcome
        do {
            outcome = try await parts.carryOut(command)
        } catch {
            guard let problem = Problem(refusal: error) else { throw error }
            throw problem.about(command.id)
        }
        return CommandAnswer(
            command: command.id, outcome: outcome, isRehearsal: envelope.isRehearsal
        ).response(
            for: success, on: command.wish.stream, parameters: parameters,
            replayable: envelope.hasKey)
    }

    private func stream(
        of route: CommandRoute, _ envelope: CommandEnvelope, _ data: inout JSONValue,
        _ parameters: inout [String: String]
    ) async throws -> StreamName {
        let tenant = envelope.caller.tenant
        switch route.target {
        case .new(let name):
            let id = data[name]?.string.flatMap(UUID.init(text:)) ?? envelope.id.uuid
            if case .object(var members) = data {
                members[name] = nil
                data = .object(members)
            }
            parameters[name] = id.uuidString.lowercased()
            return StreamName(category: route.category, id: id)
        case .path("club"):
            let club = try await parts.club(named: parameters["club"] ?? "", in: tenant)
            return StreamName(category: route.category, id: club.uuid)
        case .path(let name):
            guard let id = parameters[name].flatMap(UUID.init(text:)) else {
                throw Problem(.notFound)
            }
            return StreamName(category: route.category, id: id)
        case .clubOf(let part):
            // A repeat is answered even when nothing leads to the club any more.
            let earlier = try await parts.log.events(of: envelope.id, in: tenant)
            if let stream = earlier.first?.stream { return stream }
            let club = try await parts.club(
                of: part, parameters[part.rawValue] ?? "", in: tenant)
            return StreamName(category: route.category, id: club.uuid)
        }
    }

    private func carryOutAny(
        _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let envelope = try await CommandEnvelope(request, context)
        let command = try NamedCommand(envelope.body)
        let version = try envelope.version(
            of: command.stream(for: envelope.id), isNeeded: false)
        return try await execute(
            command.request(
                in: envelope.caller.tenant, id: envelope.id, by: envelope.principal,
                expecting: version, isRehearsal: envelope.isRehearsal),
            envelope, answering: .ok, parameters: [:])
    }

    /// What a command has done, for whoever sent it.
    private func outcome(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let caller = try context.caller
        let command: CommandID = try context.parameter("command")
        let events = try await parts.log.events(of: command, in: caller.tenant)
        guard let first = events.first, let last = events.last,
            first.actor.person == caller.person
        else { throw Problem(.notFound) }
        let outcome = Outcome(position: last.position, events: events, isRepeat: true)
        return CommandAnswer(command: command, outcome: outcome, isRehearsal: false)
            .response(for: .ok, on: first.stream, parameters: [:], replayable: false)
    }
}

extension Problem.FieldError {
    init(_ error: DecodingError) {
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default:
            self.init("", .malformed)
            return
        }
        // The first key is the command's name, which is no part of the body.
        let path = context.codingPath.dropFirst().map { key in
            "/" + (key.intValue.map(String.init) ?? key.stringValue).pointerEscaped
        }
        self.init(path.joined(), .malformed, expected: context.debugDescription)
    }
}
