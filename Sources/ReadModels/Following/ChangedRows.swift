import EventSourcing

/// Rows of one table that have changed, as the bytes that the server takes.
struct ChangedRows {
    struct Key: Hashable {
        let tenant: TenantID
        let row: RowKey
    }

    enum Action: Equatable {
        /// The whole row.
        case put([UInt8])
        /// The key, and those columns that become another, as a sparse row.
        case patch([UInt8])
        /// The key alone, as a sparse row.
        case delete([UInt8])
    }

    private let fields: FieldEncoder
    private let isAppendOnly: Bool
    /// Whole rows of a table that rows are only added to: no two changes are about one of them.
    private(set) var additions: [[UInt8]] = []
    private(set) var actions: [Key: Action] = [:]

    init(of table: Table, _ fields: FieldEncoder) {
        self.fields = fields
        isAppendOnly = table.isAppendOnly
    }

    /// Adds a change behind those that are there; of two for one row it makes one that does both.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func add(_ change: Change, of tenant: TenantID, at position: Position) throws {
        switch change.content {
        case .put(let row):
            try fields.take(row, of: tenant, at: position)
            if isAppendOnly {
                additions.append(fields.row)
            } else {
                let key = fields.withRow { _, key in RowKey(key) }
                actions[Key(tenant: tenant, row: key)] = .put(fields.row)
            }
        case .patch(let key, let columns):
            try fields.take(key: key, columns, of: tenant, at: position)
            let row = Key(tenant: tenant, row: fields.given.withKey { RowKey($0) })
            switch actions[row] {
            case .put(let old):
                actions[row] = .put(old.withUnsafeBytes { fields.given.row(over: $0) })
            case .patch(let old):
                actions[row] = .patch(old.withUnsafeBytes { fields.given.row(over: $0) })
            // There is no row to patch.
            case .delete: break
            case nil: actions[row] = .patch(fields.given.sparseRow)
            }
        case .delete(let key):
            try fields.take(key: key, [], of: tenant, at: position)
            let row = Key(tenant: tenant, row: fields.given.withKey { RowKey($0) })
            actions[row] = .delete(fields.given.sparseRow)
        }
    }
}
