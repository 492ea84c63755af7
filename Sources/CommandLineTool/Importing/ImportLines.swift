import CommandHandling
import EventSourcing
import Foundation
import Gateway

/// From a line to the command that it is.
struct ImportLines {
    /// How many tenants are known by their slugs; beyond it they are looked up again.
    static let tenantLimit = 10_000

    /// A line that has become a command.
    struct Command: Sendable {
        let line: Int
        let request: CommandRequest
        let at: Timestamp?
    }

    let log: any EventLog
    /// Of the lines that name none.
    let tenant: TenantID?
    /// Of the lines that name nobody.
    let principal: Principal
    let isRehearsal: Bool
    private var known: [String: TenantID] = [:]

    init(log: any EventLog, tenant: TenantID?, principal: Principal, isRehearsal: Bool) {
        self.log = log
        self.tenant = tenant
        self.principal = principal
        self.isRehearsal = isRehearsal
    }

    /// - Returns: The command, or why the line is none.
    /// - Throws: A failure of the store.
    mutating func read(_ line: LineReader.Line) async throws -> Result<Command, Refused> {
        guard let bytes = line.bytes else {
            return refused(
                line, "content-too-large", .usage,
                "the line has more than \(LineReader.lineLimit / 1024) KiB")
        }
        let command: OperatorCommand
        do {
            command = try OperatorCommand(line: bytes)
        } catch {
            return .failure(Refused(refusal: try LineRefusal(error, at: line.number)))
        }
        guard let named = command.tenant else {
            guard let tenant else {
                return refused(
                    line, "unknown-tenant", .usage,
                    "the line names no tenant, and there is none for all of them; see --tenant")
            }
            return try request(command, in: tenant, line)
        }
        guard let tenant = try await find(named) else {
            return refused(line, "unknown-tenant", .notFound, "there is no tenant \(named)")
        }
        return try request(command, in: tenant, line)
    }

    /// Why a line is no command.
    struct Refused: Error {
        let refusal: LineRefusal
    }

    private func request(
        _ command: OperatorCommand, in tenant: TenantID, _ line: LineReader.Line
    ) throws -> Result<Command, Refused> {
        do {
            let request = try command.request(
                in: tenant, by: principal, line: line.number, isRehearsal: isRehearsal)
            return .success(Command(line: line.number, request: request, at: command.at))
        } catch {
            return .failure(Refused(refusal: try LineRefusal(error, at: line.number)))
        }
    }

    private func refused(
        _ line: LineReader.Line, _ code: String, _ status: ExitStatus, _ what: String
    ) -> Result<Command, Refused> {
        .failure(
            Refused(
                refusal: LineRefusal(at: line.number, code: code, status: status, what: what)))
    }

    private mutating func find(_ name: String) async throws -> TenantID? {
        if let id = TenantID(name) { return id }
        if let id = known[name] { return id }
        guard let id = try await log.tenant(slug: name) else { return nil }
        if known.count >= Self.tenantLimit { known.removeAll() }
        known[name] = id
        return id
    }
}
