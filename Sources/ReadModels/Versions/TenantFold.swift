import Catalog
import EventSourcing

/// One tenant's rows, folded from its log in memory.
///
/// Rows that never change again leave it at once. What stays are the rows that a later event may
/// still change, so memory grows with what there is and not with what has happened.
struct TenantFold {
    /// How many changing rows are kept in memory; the rest of a larger tenant's log is followed.
    static let rowLimit = 2_000_000

    let tenant: TenantID
    private let group: ProjectorGroup
    private var projection: Projection
    private(set) var rows = RowsInMemory()
    private(set) var position = Position.start
    private(set) var eventCount = 0
    private var changeCount = 0
    /// Whether it ends here: at an event that cannot be read, or at the limit of memory.
    private(set) var hasEnded = false

    init(tenant: TenantID, group: ProjectorGroup, codec: EventCodec) {
        self.tenant = tenant
        self.group = group
        projection = Projection(group, codec: codec)
    }

    /// Folds one event.
    ///
    /// - Returns: The rows that are final.
    mutating func apply(_ event: Recorded<EncodedEvent>) -> [(Table, RowsInMemory.Entry)] {
        guard !hasEnded else { return [] }
        let changes: [Change]
        do {
            changes = try projection.changes(of: event)
        } catch {
            // Whoever follows from here meets it again, and says what is wrong with it.
            hasEnded = true
            return []
        }
        position = event.position
        eventCount += 1
        var final: [(Table, RowsInMemory.Entry)] = []
        for change in changes {
            guard change.table.isAppendOnly else {
                changeCount += 1
                rows.apply([change], at: event.position)
                continue
            }
            guard case .put(let columns) = change.action else {
                preconditionFailure("\(change.table.name) is only ever added to")
            }
            final.append(
                (change.table, RowsInMemory.Entry(columns: columns, position: event.position)))
        }
        if event.isOfTournament { changeCount += 1 }
        if changeCount >= Self.rowLimit { checkSize() }
        return final
    }

    private mutating func checkSize() {
        changeCount = group.tables.reduce(projection.foldedRowCount) {
            $0 + rows.entries(of: $1.table).count
        }
        hasEnded = changeCount >= Self.rowLimit
        // Not to be counted again with every event.
        changeCount = hasEnded ? changeCount : changeCount / 2
    }

    /// What is left when all is folded.
    func remaining() -> [(Table, RowsInMemory.Entry)] {
        var rows = rows
        rows.apply(projection.foldedChanges())
        return group.tables.flatMap { type in
            rows.entries(of: type.table).values.map { (type.table, $0) }
        }
    }
}
