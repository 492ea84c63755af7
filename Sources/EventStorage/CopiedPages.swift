import EventSourcing
import PostgreSQL

extension PostgresLog {
    package func stream(
        _ tenant: TenantID, after position: Position, through end: Position, types: Set<String>?
    ) -> EventPages {
        EventPages {
            CopiedPages(log: self, tenant: tenant, types: types, position: position, end: end)
        }.readingAhead
    }

    /// A tenant's events in their order, as `copiers` reads them.
    static func range(
        of tenant: TenantID, after position: Position, through end: Position, _ types: Set<String>?
    ) -> SQL {
        let filter: SQL = types.map { "AND type = ANY (\($0.sorted()))" } ?? ""
        return """
            SELECT \(raw: EventRow.columns) FROM log.event
            WHERE tenant = \(tenant.uuid) AND position > \(position.value)
                AND position <= \(end.value) \(filter)
            ORDER BY position
            """
    }
}

/// A tenant's events by `COPY`, as many statements as it takes.
private struct CopiedPages: EventPageSource {
    /// Positions that one statement covers: its snapshot makes the tenant's appends slower for as
    /// long as it is held.
    static let positionsPerCopy = 100_000
    /// So few are read by a plain query, on a connection that others share.
    static let positionsWithoutCopy = 1000

    let log: PostgresLog
    let tenant: TenantID
    let types: Set<String>?
    /// Through here everything has been read, or is being read.
    var position: Position
    var end: Position
    private var isBounded = false
    private var rows: CopyOut.AsyncIterator?
    private var reader = EventRowReader()

    init(
        log: PostgresLog, tenant: TenantID, types: Set<String>?, position: Position, end: Position
    ) {
        self.log = log
        self.tenant = tenant
        self.types = types
        self.position = position
        self.end = end
    }

    mutating func next() async throws -> EventPages.Element? {
        do {
            if !isBounded {
                // Nothing stands behind the head, and a copy sees all that stands before it.
                end = min(end, try await log.open(tenant, commands: []).head)
                isBounded = true
            }
            while true {
                if let chunk = try await rows?.next() { return try reader.events(in: chunk) }
                rows = nil
                guard position < end else { return nil }
                if end.value - position.value <= Self.positionsWithoutCopy {
                    return try await rest()
                }
                rows = try await copy().makeAsyncIterator()
            }
        } catch {
            throw LogFailure(reading: error)
        }
    }

    private mutating func rest() async throws -> EventPages.Element? {
        let page = try await log.read(
            tenant, after: position, types: types, limit: Self.positionsWithoutCopy
        ).prefix { $0.position <= end }
        position = end
        return page.isEmpty ? nil : Array(page)
    }

    /// Opens the statement for the next positions.
    private mutating func copy() async throws -> CopyOut {
        let last = min(end, position + Self.positionsPerCopy)
        let copy = try await log.copiers.copyOut(
            PostgresLog.range(of: tenant, after: position, through: last, types))
        position = last
        return copy
    }
}
