import Catalog
import EventSourcing
import PostgreSQL

/// One tenant's rows, folded in memory from what its events change.
///
/// Rows that never change again leave it at once. What stays are the rows that a later event may
/// still change, so memory grows with what there is and not with what has happened.
struct TenantFold {
    /// What a row of a tournament takes, about; they are made when all is folded.
    private static let tournamentRowBytes = 200

    private let tenant: TenantID
    private let byteLimit: Int
    /// By the identities of tables, which cost less than their names.
    private let places: [ObjectIdentifier: Int]
    private var tables: [FoldedTable]
    /// Rows that leave, by the places of their tables.
    private var final: [FinalRows.Part]
    private(set) var position = Position.start
    private(set) var eventCount = 0
    /// Whether memory holds no more.
    private(set) var isFull = false

    /// - Throws: `PostgresFailure` of code `decoding` where a table lacks a column.
    init(
        tenant: TenantID, group: ProjectorGroup, _ forms: TableForms, byteLimit: Int
    ) throws {
        self.tenant = tenant
        self.byteLimit = byteLimit
        let all = group.tables.map { $0.table }
        places = Dictionary(
            uniqueKeysWithValues: all.enumerated().map { (ObjectIdentifier($1), $0) })
        tables = try all.map { try FoldedTable($0, of: tenant, forms) }
        final = all.map { _ in FinalRows.Part(tenant: tenant) }
    }

    /// Folds the changes of some events.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a row that its table cannot hold; the fold is
    ///   of no use then.
    mutating func apply(_ page: FoldingPages.Page) throws {
        try apply(page.changes)
        position = page.end
        eventCount += page.eventCount
        isFull = byteCount + page.tournamentRowCount * Self.tournamentRowBytes >= byteLimit
    }

    /// Takes the rows that come from what has been folded, behind the last event.
    ///
    /// - Throws: As `apply(_:)`.
    mutating func apply(_ changes: [PositionedChanges]) throws {
        for one in changes {
            for change in one.changes {
                guard let place = places[ObjectIdentifier(change.table)] else {
                    preconditionFailure("\(change.table.name) is a table of its projector")
                }
                try tables[place].apply(change, at: one.position, final: &final[place])
            }
        }
    }

    private var byteCount: Int { tables.reduce(0) { $0 + $1.byteCount } }

    /// The rows that have become final since this was asked last, by the places of their tables.
    mutating func takeFinal() -> [FinalRows.Part] {
        defer { for place in final.indices { final[place] = FinalRows.Part(tenant: tenant) } }
        return final
    }

    /// How many tables there are rows of.
    var tableCount: Int { tables.count }

    /// What is left of the table at `place` when all is folded, in parts of a batch each; the fold
    /// lets go of it.
    mutating func takeRemaining(ofTableAt place: Int) -> some Sequence<FinalRows.Part> {
        let tenant = tenant
        let rows = tables[place].takeAll()
        var next = 0
        return AnyIterator {
            let (bytes, rowCount) = rows.copy(from: &next, limit: FinalRows.batchLimit)
            guard rowCount > 0 else { return nil }
            return FinalRows.Part(tenant: tenant, bytes: bytes, rowCount: rowCount)
        }
    }
}
