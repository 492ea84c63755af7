import PostgreSQL

/// Somebody who reads the log as it grows, and never looks back.
struct TailingReader: Sendable {
    private static let pageLimit = 500

    let configuration: Configuration

    /// Reads until `end` is reached; a reader who is cut off goes on where it was.
    ///
    /// - Returns: The positions in the order in which they were seen.
    func positions(until end: @Sendable () async -> Int?) async -> [Int] {
        var seen: [Int] = []
        let pool = Pool(configuration, limits: .init(maxConnections: 1))
        while true {
            let goal = await end()
            do {
                let rows = try await pool.query(
                    """
                    SELECT position FROM log.event WHERE position > \(seen.last ?? 0)
                    ORDER BY position LIMIT \(Self.pageLimit)
                    """
                ).rows
                seen += try rows.map { try $0.decode(Int.self) }
            } catch {
                guard !Task.isCancelled else { break }
                // Its server was killed; it reads on when there is one again.
                continue
            }
            if let goal, seen.last ?? 0 >= goal { break }
        }
        await pool.close()
        return seen
    }
}
