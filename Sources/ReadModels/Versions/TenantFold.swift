import Catalog
import EventSourcing
import PostgreSQL

/// One tenant's rows, folded from its log in memory.
///
/// Rows that never change again leave it at once. What stays are the rows that a later event may
/// still change, so memory grows with what there is and not with what has happened.
struct TenantFold {
    /// How many bytes of changing rows are kept in memory; the rest of a larger tenant's log is
    /// followed.
    static let byteLimit = 1024 * 1024 * 1024

    /// What a row of a tournament takes, about; they are made when all is folded.
    private static let tournamentRowBytes = 200

    private let tenant: TenantID
    /// By the identities of tables, which cost less than their names.
    private let places: [ObjectIdentifier: Int]
    private var projection: Projection
    private var tables: [FoldedTable]
    /// Rows that leave, by the places of their tables.
    private var final: [FinalRows.Part]
    private(set) var position = Position.start
    private(set) var eventCount = 0
    /// Whether it ends here: at an event that cannot be read, or at the limit of memory.
    private(set) var hasEnded = false

    /// - Throws: `PostgresFailure` of code `decoding` where a table lacks a column.
    init(
        tenant: TenantID, group: ProjectorGroup, codec: EventCodec, _ forms: TableForms
    ) throws {
        self.tenant = tenant
        projection = Projection(group, codec: codec)
        let all = group.tables.map { $0.table }
        places = Dictionary(
            uniqueKeysWithValues: all.enumerated().map { (ObjectIdentifier($1), $0) })
        tables = try all.map { try FoldedTable($0, of: tenant, forms) }
        final = all.map { _ in FinalRows.Part(tenant: tenant) }
    }

    /// Folds one event.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a row that its table cannot hold; the fold is
    ///   of no use then.
    mutating func apply(_ event: Recorded<EncodedEvent>) throws {
        guard !hasEnded else { return }
        let changes: [Change]
        do {
            changes = try projection.changes(of: event)
        } catch {
            // Whoever follows from here meets it again, and says what is wrong with it.
            hasEnded = true
            return
        }
        position = event.position
        eventCount += 1
        try apply(changes, at: event.position)
    }

    /// Makes the rows that come from what has been folded, behind the last event.
    ///
    /// - Throws: As `apply`.
    mutating func finish() throws {
        for folded in projection.foldedChanges() {
            try apply(folded.changes, at: folded.position)
        }
    }

    private mutating func apply(_ changes: [Change], at position: Position) throws {
        for change in changes {
            guard let place = places[ObjectIdentifier(change.table)] else {
                preconditionFailure("\(change.table.name) is a table of its projector")
            }
            try tables[place].apply(change, at: position, final: &final[place])
        }
    }

    /// Ends the fold where it has grown too large; to be asked after each page.
    mutating func checkSize() {
        let byteCount = tables.reduce(projection.foldedRowCount * Self.tournamentRowBytes) {
            $0 + $1.byteCount
        }
        hasEnded = hasEnded || byteCount >= Self.byteLimit
    }

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
