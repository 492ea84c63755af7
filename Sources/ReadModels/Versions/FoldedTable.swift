import EventSourcing

/// The changing rows of one table and tenant in memory, each as the bytes that `COPY` takes.
struct FoldedTable {
    private let fields: FieldEncoder
    private let isAppendOnly: Bool
    private var rows: [RowKey: [UInt8]] = [:]
    /// Of the rows, without what a dictionary costs.
    private(set) var byteCount = 0

    init(_ table: Table, of tenant: TenantID, _ forms: TableForms) throws {
        fields = try FieldEncoder(table, of: tenant, forms)
        isAppendOnly = table.isAppendOnly
    }

    /// - Parameter final: Takes the row if it can never change again.
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func apply(
        _ change: Change, at position: Position, final: inout FinalRows.Part
    ) throws {
        switch change.content {
        case .put(let row):
            try fields.take(row, at: position)
            if isAppendOnly {
                fields.appendRow(to: &final.bytes)
                final.rowCount += 1
            } else {
                var bytes: [UInt8] = []
                fields.appendRow(to: &bytes)
                replace(fields.key, by: bytes)
            }
        case .patch(let key, let columns):
            try fields.take(key: key, columns, at: position)
            guard let place = rows.index(forKey: fields.key) else { return }
            let old = rows.values[place]
            let new = fields.row(over: old)
            byteCount += new.count - old.count
            rows.values[place] = new
        case .delete(let key):
            try fields.take(key: key, [], at: position)
            replace(fields.key, by: nil)
        }
    }

    private mutating func replace(_ key: RowKey, by row: [UInt8]?) {
        let old = row.map { rows.updateValue($0, forKey: key) } ?? rows.removeValue(forKey: key)
        byteCount += (row?.count ?? 0) - (old?.count ?? 0)
    }

    /// All rows, in no order; none are left.
    mutating func takeAll() -> some Sequence<[UInt8]> {
        defer {
            rows = [:]
            byteCount = 0
        }
        return rows.values
    }
}
