import EventSourcing

/// The changing rows of one table and tenant in memory, each as the bytes that `COPY` takes.
struct FoldedTable {
    private let tenant: TenantID
    private let fields: FieldEncoder
    /// Which rows are kept, those that can never change again among them; nothing for all that may
    /// still change.
    private var share: KeyShare?
    private let isAppendOnly: Bool
    private var rows: [RowKey: [UInt8]] = [:]
    /// Of the rows, without what a dictionary costs.
    private(set) var byteCount = 0

    init(
        _ table: Table, of tenant: TenantID, _ forms: TableForms, keeping share: KeyShare? = nil
    ) throws {
        self.tenant = tenant
        fields = try FieldEncoder(table, forms)
        self.share = share
        isAppendOnly = table.isAppendOnly
    }

    var form: RowForm { fields.form }
    var rowCount: Int { rows.count }

    /// - Parameter final: Takes the row if it can never change again.
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func apply(
        _ change: Change, at position: Position, final: inout FinalRows.Part
    ) throws {
        switch change.content {
        case .put(let row):
            try fields.take(row, of: tenant, at: position)
            if isAppendOnly, share == nil {
                fields.appendRow(to: &final.bytes)
                final.rowCount += 1
            } else {
                let key = fields.key
                guard share?.contains(key) ?? true else { return }
                var bytes: [UInt8] = []
                fields.appendRow(to: &bytes)
                replace(key, by: bytes)
            }
        case .patch(let key, let columns):
            try fields.take(key: key, columns, of: tenant, at: position)
            guard let place = rows.index(forKey: fields.key) else { return }
            let old = rows.values[place]
            let new = fields.row(over: old)
            byteCount += new.count - old.count
            rows.values[place] = new
        case .delete(let key):
            try fields.take(key: key, [], of: tenant, at: position)
            replace(fields.key, by: nil)
        }
    }

    private mutating func replace(_ key: RowKey, by row: [UInt8]?) {
        let old = row.map { rows.updateValue($0, forKey: key) } ?? rows.removeValue(forKey: key)
        byteCount += (row?.count ?? 0) - (old?.count ?? 0)
    }

    /// Lets go of the rows outside of the share, and keeps none of them from here on.
    mutating func keepOnly(_ share: KeyShare) {
        self.share = share
        rows = rows.filter { share.contains($0.key) }
        byteCount = rows.values.reduce(0) { $0 + $1.count }
    }

    /// The row of that key, which is here no longer.
    mutating func take(_ key: RowKey) -> [UInt8]? {
        let row = rows.removeValue(forKey: key)
        byteCount -= row?.count ?? 0
        return row
    }

    /// The keys of all rows, in no order.
    var keys: some Sequence<RowKey> { rows.keys }

    /// All rows, in no order; none are left.
    mutating func takeAll() -> some Sequence<[UInt8]> {
        defer { removeAll() }
        return rows.values
    }

    mutating func removeAll() {
        rows = [:]
        byteCount = 0
    }
}
