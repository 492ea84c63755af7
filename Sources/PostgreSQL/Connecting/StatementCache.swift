/// The statements a session has prepared; the one unused for longest makes room.
struct StatementCache {
    /// Statements kept prepared on one connection.
    static let capacity = 256

    /// The same text with other types is another statement.
    struct Key: Hashable {
        let text: String
        let types: [PostgresType]
    }

    /// A statement on its way to being prepared, or prepared.
    final class Entry {
        let key: Key
        let name: String
        /// Why it could not be prepared; whoever runs it then fails with this.
        var failure: PostgresFailure?
        fileprivate var lastUse: UInt64 = 0

        init(key: Key, name: String) {
            self.key = key
            self.name = name
        }
    }

    private var entries: [Key: Entry] = [:]
    private var made = 0

    /// The entry for a statement, and whether it is new and has to be prepared first.
    ///
    /// - Parameter use: Grows with each request; entries of one request stay together.
    mutating func entry(for sql: SQL, use: UInt64) -> (entry: Entry, isNew: Bool) {
        let key = Key(text: sql.text, types: sql.types)
        if let known = entries[key] {
            known.lastUse = use
            return (known, false)
        }
        made += 1
        let entry = Entry(key: key, name: "s\(made)")
        entry.lastUse = use
        entries[key] = entry
        return (entry, true)
    }

    /// Takes out what is too much, sparing what the request `use` needs.
    mutating func evict(sparing use: UInt64) -> [Entry] {
        guard entries.count > Self.capacity else { return [] }
        let surplus = entries.values.filter { $0.lastUse != use }
            .sorted { $0.lastUse < $1.lastUse }
            .prefix(entries.count - Self.capacity)
        for entry in surplus { entries[entry.key] = nil }
        return Array(surplus)
    }

    /// Forgets an entry that the server does not know, or no longer the way we do.
    mutating func forget(_ entry: Entry) {
        if entries[entry.key] === entry { entries[entry.key] = nil }
    }
}
