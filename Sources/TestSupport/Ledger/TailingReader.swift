import PostgreSQL

/// Somebody who reads the log as it grows, and never looks back.
package struct TailingReader: Sendable {
    private static let pageLimit = 500

    private let pool: Pool
    /// The positions in the order in which they were seen.
    package private(set) var seen: [Int] = []

    package init(of configuration: Configuration) {
        pool = Pool(configuration, limits: .init(maxConnections: 1))
    }

    /// Reads what there is behind the last one seen.
    package mutating func readOn() async throws {
        var count = Self.pageLimit
        while count == Self.pageLimit {
            let rows = try await pool.query(
                """
                SELECT position FROM log.event WHERE position > \(seen.last ?? 0)
                ORDER BY position LIMIT \(Self.pageLimit)
                """
            ).rows
            seen += try rows.map { try $0.decode(Int.self) }
            count = rows.count
        }
    }

    /// Reads until `end` is reached; a reader who is cut off goes on where it was.
    ///
    /// - Returns: The positions in the order in which they were seen.
    package mutating func positions(until end: @Sendable () async -> Int?) async -> [Int] {
        while true {
            let goal = await end()
            do {
                try await readOn()
            } catch {
                guard !Task.isCancelled else { break }
                // Its server was killed; it reads on when there is one again.
                continue
            }
            if let goal, seen.last ?? 0 >= goal { break }
        }
        await close()
        return seen
    }

    package func close() async { await pool.close() }
}
