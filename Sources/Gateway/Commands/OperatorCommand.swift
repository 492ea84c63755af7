import CommandHandling
import EventSourcing
import Foundation
import Vocabulary

/// A command as a line of an operator's file has it, in the form of a batch's element.
///
/// Whoever may reach the database says beside it in whose name and in which tenant it is done, and
/// may bring what another log knows of it: its id, its causes and its time.
package struct OperatorCommand {
    /// A slug or an id; nothing where the line leaves it to the command line.
    package let tenant: String?
    /// When it is to be recorded, under a scripted clock.
    package let at: Timestamp?

    private let command: NamedCommand
    private let principal: Principal?
    private let id: CommandID?
    private let key: String?
    private let causation: EventID?
    private let correlation: CommandID?

    static let fields: [Field] = [
        .optional("tenant", .text(1...60)), .optional("as", .principal), .optional("id", .uuid),
        .optional("idempotencyKey", .idempotencyKey), .optional("at", .timestamp),
        .optional("causation", .eventID), .optional("correlation", .uuid),
    ]

    /// - Throws: What `ProblemDocument` tells of, with a pointer or the place of the first wrong
    ///   byte.
    package init(line: [UInt8]) throws {
        let json = try JSONValue(strictly: line)
        command = try NamedCommand(json, beside: Self.fields, isByOperator: true)
        tenant = json["tenant"]?.string
        principal = json["as"]?.string.flatMap(Principal.init(named:))
        id = json["id"]?.string.flatMap { CommandID($0) }
        key = json["idempotencyKey"]?.string
        at = json["at"]?.string.flatMap { Timestamp($0) }
        causation = json["causation"]?.string.flatMap { EventID($0) }
        correlation = json["correlation"]?.string.flatMap { CommandID($0) }
    }

    /// - Parameters:
    ///   - principal: In whose name it is done where the line names nobody.
    ///   - number: The line's, which with its content names the command where the line does not.
    /// - Throws: What `ProblemDocument` tells of.
    package func request(
        in tenant: TenantID, by principal: Principal, line number: Int, isRehearsal: Bool
    ) throws -> CommandRequest {
        let principal = self.principal ?? principal
        let name = "\(tenant)/\(principal.name)"
        let id =
            id ?? key.map { DerivedID.command(principal: name, key: $0) }
            ?? DerivedID.command(principal: name, line: number, digest: command.digest)
        return try command.request(
            in: tenant, id: id, by: principal, isRehearsal: isRehearsal, causation: causation,
            correlation: correlation)
    }
}

extension FieldType {
    fileprivate static let principal = FieldType.word(
        Word(
            name: "Principal",
            rule: "a person's id, operator, clock, or a policy such as policy:seat-offers",
            pattern: "^(operator|clock|policy:[a-z0-9-]{1,40}|[0-9A-Fa-f-]{36})$"
        ) { Principal(named: $0) != nil })
}
