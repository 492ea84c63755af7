/// What is wrong with the rows of one table: the first few, in the order of their keys' bytes, and
/// how many there are.
struct TableFaults {
    /// How many are named.
    static let limit = 5

    private var first: [(key: RowKey, fault: String)] = []
    private(set) var count = 0

    mutating func add(_ key: RowKey, _ fault: @autoclosure () -> String) {
        count += 1
        let place = first.firstIndex { key.bytes.lexicographicallyPrecedes($0.key.bytes) }
        guard place != nil || first.count < Self.limit else { return }
        first.insert((key, fault()), at: place ?? first.count)
        if first.count > Self.limit { first.removeLast() }
    }

    /// - Parameter table: In front of each: `read.club`.
    func named(of table: String) -> [String] {
        let rest = count - first.count
        return first.map { "\(table), \($0.fault)" } + (rest > 0 ? ["\(table): \(rest) more"] : [])
    }
}
