import Catalog
import EventSourcing

/// Makes the rows of a past moment by folding the log, or the part of it that matters.
package struct History: Sendable {
    /// How many events are read at a time.
    static let pageLimit = 1000

    /// The events that a question needs.
    package enum Scope: Sendable {
        case stream(StreamName)
        case streams([StreamName])
        /// Events of these types in the whole log; only rows of these tables are kept, because a
        /// whole log makes more of them than a question needs.
        case types(Set<String>, keeping: [any Row.Type])
    }

    let log: any EventLog
    let tenant: TenantID
    let codec: EventCodec
    let group: ProjectorGroup

    package init(log: any EventLog, tenant: TenantID, codec: EventCodec, group: ProjectorGroup) {
        self.log = log
        self.tenant = tenant
        self.codec = codec
        self.group = group
    }

    /// - Throws: `UnreadableEvent`, or what the log throws.
    package func rows(_ scope: Scope, through position: Position) async throws -> RowsInMemory {
        var rows = RowsInMemory()
        var projection = Projection(group, codec: codec)
        var kept = BracketFold.tables
        func apply(_ event: Recorded<EncodedEvent>) throws {
            rows.apply(try projection.changes(of: event), at: event.position)
        }
        switch scope {
        case .stream(let stream):
            try await events(of: stream, through: position, apply)
        case .streams(let streams):
            for stream in streams { try await events(of: stream, through: position, apply) }
        case .types(let types, let tables):
            rows = RowsInMemory(keeping: tables)
            kept = tables
            try await events(types, through: position, apply)
        }
        rows.apply(projection.foldedChanges(in: kept))
        return rows
    }

    /// Gives a stream's events behind `version` to `body`, oldest first.
    func events(
        of stream: StreamName, after version: Int = 0, through position: Position,
        _ body: (Recorded<EncodedEvent>) throws -> Void
    ) async throws {
        var version = version
        while true {
            let page = try await log.read(
                stream, of: tenant, after: version, through: position, limit: Self.pageLimit)
            for event in page { try body(event) }
            guard page.count == Self.pageLimit, let last = page.last else { return }
            version = last.version
        }
    }

    private func events(
        _ types: Set<String>, through end: Position,
        _ body: (Recorded<EncodedEvent>) throws -> Void
    ) async throws {
        for try await page in log.stream(tenant, after: .start, through: end, types: types) {
            for event in page { try body(event) }
        }
    }
}
