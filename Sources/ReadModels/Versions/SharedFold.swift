import Catalog
import EventSourcing
import PostgreSQL

/// The rows of one tenant whose keys are in a share of all, folded from its log in memory.
///
/// The share shrinks until its rows fit, so memory does not grow with the tenant; what it has shrunk
/// by is for another fold of the same log. Beside the rows stand the tenant's folded tournaments,
/// which every fold needs whole, and the rows of one of them at a time.
struct SharedFold {
    /// How many bytes of rows are kept in memory, with what memory takes to keep them.
    /// A single row is kept however large it is.
    static let byteLimit = 128 * 1024 * 1024

    /// What a row takes besides its bytes, about: its place in the blocks, and those of its hash.
    private static let bytesPerRow = 64

    private(set) var share: KeyShare
    private(set) var position = Position.start
    private var tables: [FoldedTable]
    private let places: [ObjectIdentifier: Int]
    private let byteLimit: Int
    private var projection: Projection
    /// Stays empty: of a share all rows are kept.
    private var final: FinalRows.Part

    /// - Throws: `PostgresFailure` of code `decoding` where a table lacks a column.
    init(
        _ share: KeyShare, of tenant: TenantID, group: ProjectorGroup, codec: EventCodec,
        _ forms: TableForms, byteLimit: Int
    ) throws {
        self.share = share
        self.byteLimit = byteLimit
        projection = Projection(group, codec: codec)
        let all = group.tables.map { $0.table }
        places = Dictionary(
            uniqueKeysWithValues: all.enumerated().map { (ObjectIdentifier($1), $0) })
        tables = try all.map { try FoldedTable($0, of: tenant, forms, keeping: share) }
        final = FinalRows.Part(tenant: tenant)
    }

    /// Folds one event.
    ///
    /// - Throws: `UnreadableEvent`, and `PostgresFailure`, a data error, for a row that its table
    ///   cannot hold; the event's rows are as they were before it then, or partly so.
    mutating func apply(_ event: Recorded<EncodedEvent>, isSkipped: Bool) throws {
        position = event.position
        try apply(
            try projection.changes(of: event, isSkipped: isSkipped), at: event.position)
    }

    /// Makes the rows that come from what has been folded, behind the last event.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a row that its table cannot hold.
    mutating func finish() throws {
        let tables = Set(BracketFold.tables.map { $0.table })
        for fold in projection.folds.values {
            for folded in fold.changes(since: nil, in: tables) {
                try apply(folded.changes, at: folded.position)
            }
        }
    }

    /// The rows of the table at `place` in the group; the fold lets go of them.
    mutating func takeTable(at place: Int) -> FoldedTable {
        defer { tables[place].removeAll() }
        return tables[place]
    }

    private mutating func apply(_ changes: [Change], at position: Position) throws {
        for change in changes {
            guard let place = places[ObjectIdentifier(change.table)] else {
                preconditionFailure("\(change.table.name) is a table of its projector")
            }
            try tables[place].apply(change, at: position, final: &final)
        }
        while byteCount > byteLimit, rowCount > 1 {
            share.halve()
            for place in tables.indices { tables[place].keepOnly(share) }
        }
    }

    private var rowCount: Int { tables.reduce(0) { $0 + $1.rowCount } }

    private var byteCount: Int {
        tables.reduce(rowCount * Self.bytesPerRow) { $0 + $1.byteCount }
    }
}
