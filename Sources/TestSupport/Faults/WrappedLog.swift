import EventSourcing

/// A log that does what another one does, but for what a conformer says itself.
package protocol WrappedLog: EventLog {
    associatedtype Base: EventLog
    var base: Base { get }
}

extension WrappedLog {
    package func create(_ tenant: TenantID, slug: String) async throws {
        try await base.create(tenant, slug: slug)
    }

    package func heads(after tenant: TenantID?, limit: Int) async throws -> [TenantHead] {
        try await base.heads(after: tenant, limit: limit)
    }

    package func tenant(slug: String) async throws -> TenantID? {
        try await base.tenant(slug: slug)
    }

    package func open(_ tenant: TenantID, commands: [CommandID]) async throws -> Opening {
        try await base.open(tenant, commands: commands)
    }

    @discardableResult
    package func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        try await base.append(batch)
    }

    package func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        try await base.locked(tenant, body)
    }

    package func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws {
        try await base.turn(of: tenant, for: concern, body)
    }

    package func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        try await base.read(
            stream, of: tenant, after: version, through: position, limit: limit)
    }

    package func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        try await base.read(tenant, after: position, types: types, limit: limit)
    }

    package func events(
        of command: CommandID, in tenant: TenantID
    ) async throws -> [Recorded<EncodedEvent>] {
        try await base.events(of: command, in: tenant)
    }

    package func position(of tenant: TenantID, at time: Timestamp) async throws -> Position {
        try await base.position(of: tenant, at: time)
    }

    package var watermarks: Watermarks { base.watermarks }
}
