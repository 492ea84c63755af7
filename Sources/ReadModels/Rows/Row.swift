import EventSourcing

/// One line of a read model: the columns of a table in schema `read`, as a value.
///
/// This target turns events into rows and answers questions from them. A `Projector` makes
/// `Change`s out of an event; `ProjectionRunner` writes them as the log grows, and `RowsInMemory`
/// takes the same changes to show a past moment; the questions are in `Queries`.
///
/// Two columns of every table stand in no conformer: `tenant`, the first of each key, and
/// `position`, that of the event by which the row last changed. Names and texts of people are
/// never copied: a row has their reference in the vault.
package protocol Row: Codable, Equatable, Sendable {
    /// The coding keys, spelled as the columns are.
    associatedtype Column: RowColumn

    static var table: Table { get }

    /// Writes its values in the order of its table's form: the key, then the other columns in their
    /// own. For the types of which there are millions of rows: `Codable` looks each value's type up.
    ///
    /// - Returns: Whether it is written so; others are written by `encode(to:)`.
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    func write(to row: inout RowWriter) throws -> Bool
}

extension Row {
    package func write(to row: inout RowWriter) throws -> Bool { false }
}

/// The columns of one table; a conformer's `CodingKeys`.
package protocol RowColumn: CodingKey, CaseIterable, Hashable, Sendable,
    RawRepresentable<String>
{}

/// A table of schema `read`, as its row describes it; one for each type of row.
package final class Table: Sendable {
    /// Without the schema.
    package let name: String
    /// Without `tenant`, which comes first.
    package let key: [String]
    /// All but `tenant` and `position`.
    package let columns: [String]
    /// Whether a row is put once and never changed or taken away, so that a rebuild need not keep
    /// it in memory, and a follower need not look for it. A key that is put twice is a bug of the
    /// projector: the follower puts the tenant into quarantine, and a rebuild fails.
    package let isAppendOnly: Bool

    package init<Column: RowColumn>(_ name: String, key: [Column], isAppendOnly: Bool = false) {
        self.name = name
        self.isAppendOnly = isAppendOnly
        self.key = key.map(\.rawValue)
        columns = Column.allCases.map(\.rawValue)
    }
}

extension Table: Hashable {
    package static func == (left: Table, right: Table) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
