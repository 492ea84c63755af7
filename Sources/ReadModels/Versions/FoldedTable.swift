import EventSourcing

/// The changing rows of one table and tenant in memory, each as the bytes that `COPY` takes.
struct FoldedTable {
    private let tenant: TenantID
    private let fields: FieldEncoder
    /// Which rows are kept, those that can never change again among them; nothing for all that may
    /// still change.
    private var share: KeyShare?
    private let isAppendOnly: Bool
    private let keyCount: Int
    private var rows = PackedRows()

    init(
        _ table: Table, of tenant: TenantID, _ forms: TableForms, keeping share: KeyShare? = nil
    ) throws {
        self.tenant = tenant
        fields = try FieldEncoder(table, forms)
        keyCount = table.key.count
        self.share = share
        isAppendOnly = table.isAppendOnly
    }

    var form: RowForm { fields.form }
    var rowCount: Int { rows.count }
    /// Of the rows, with the room between them.
    var byteCount: Int { rows.byteCount }

    /// - Parameter final: Takes the row if it can never change again.
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func apply(
        _ change: Change, at position: Position, final: inout FinalRows.Part
    ) throws {
        switch change.content {
        case .put(let row):
            try fields.take(row, of: tenant, at: position)
            fields.withRow { row, key in
                if isAppendOnly, share == nil {
                    final.bytes.append(contentsOf: row)
                    final.rowCount += 1
                } else if share?.contains(RowKey(key)) ?? true {
                    rows.put(row, key: key)
                }
            }
        case .patch(let key, let columns):
            try fields.take(key: key, columns, of: tenant, at: position)
            let given = fields.given
            given.withKey { key in
                rows.change(key) { row in
                    given.write(over: row)
                        ? nil : given.row(over: UnsafeRawBufferPointer(row))
                }
            }
        case .delete(let key):
            guard rowCount > 0 else { return }
            try fields.take(key: key, [], of: tenant, at: position)
            fields.given.withKey { rows.remove($0) }
        }
    }

    /// Lets go of the rows outside of the share, and keeps none of them from here on.
    mutating func keepOnly(_ share: KeyShare) {
        self.share = share
        var kept = PackedRows()
        rows.forEach { row in
            let key = key(of: row)
            guard share.contains(key) else { return }
            key.bytes.withUnsafeBytes { kept.put(row, key: $0) }
        }
        rows = kept
    }

    /// The row of that key, which is here no longer.
    mutating func take(_ key: RowKey) -> [UInt8]? {
        key.bytes.withUnsafeBytes { rows.take($0) }
    }

    /// The keys of all rows, in no order.
    var keys: [RowKey] {
        var keys: [RowKey] = []
        rows.forEach { keys.append(key(of: $0)) }
        return keys
    }

    private func key(of row: UnsafeRawBufferPointer) -> RowKey {
        let start = RowWriter.keyStart
        let end = (0..<keyCount).reduce(start) { end, _ in row.end(ofFieldAt: end) }
        return RowKey(UnsafeRawBufferPointer(rebasing: row[start..<end]))
    }

    /// All rows; none are left.
    mutating func takeAll() -> PackedRows {
        defer { removeAll() }
        return rows
    }

    mutating func removeAll() { rows = PackedRows() }
}
