/// Rows in pieces of 256, 128 … 1, so that a handful of prepared statements serves every batch.
package struct Chunks<Element>: Sequence, IteratorProtocol {
    package static var largest: Int { 256 }

    private var rest: ArraySlice<Element>
    private let divisor: Int

    /// - Parameter divisor: How much smaller the next smaller piece is: with 4 there are half as
    ///   many statements to prepare, and up to three pieces of a size.
    package init(of elements: [Element], shrinkingBy divisor: Int = 2) {
        rest = elements[...]
        self.divisor = divisor
    }

    package mutating func next() -> [Element]? {
        guard !rest.isEmpty else { return nil }
        var size = Self.largest
        while size > rest.count { size /= divisor }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}
