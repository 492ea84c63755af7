import PostgreSQL

/// Holds what clients were told against the log of the one tenant of a database, when the faults
/// are over.
///
/// Every ledger test asks the same questions: is anything acknowledged lost, has anything happened
/// twice, is a position missing or has one come late, and are the read models what a fresh fold of
/// the log makes.
package struct LedgerAudit: Sendable {
    /// A command that was acknowledged.
    package struct Acknowledged: Sendable {
        /// The command's own mark in the log: the request of a join, the person of a registration.
        package let mark: String
        /// Where its first event stands; nothing where the answer does not tell.
        package let position: Int?

        package init(mark: String, position: Int? = nil) {
            self.mark = mark
            self.position = position
        }
    }

    /// What must never be.
    package enum Finding: Hashable, Sendable {
        /// It was acknowledged, and has left nothing.
        case lost(mark: String)
        /// One command has had its effect twice.
        case doubled(mark: String)
        /// It was acknowledged at another position.
        case misplaced(mark: String)
        case gap(before: Int)
        /// The tenant's head is not where its last event is.
        case head(Int, last: Int)
        /// It came up behind somebody who had read on.
        case late(Int)
        /// A table of the read models is not what the log makes.
        case table(String)
    }

    /// The events by which commands have their effect; others stand beside them.
    private static let effects = ["club.join-requested", "directory.person-registered"]

    private let configuration: Configuration

    package init(of configuration: Configuration) {
        self.configuration = configuration
    }

    /// - Parameters:
    ///   - seen: The positions that a tailing reader has seen, in that order.
    package func log(
        acknowledged: [Acknowledged], seen: [Int]
    ) async throws -> Set<Finding> {
        let connection = try await Connection.open(configuration)
        let rows = try await connection.query(
            """
            SELECT position, type, coalesce(data ->> 'request', data ->> 'person', '')
            FROM log.event ORDER BY position
            """
        ).rows.map { try $0.decode(Int.self, String.self, String.self) }
        let head = try await connection.query("SELECT position FROM log.head").rows[0]
            .decode(Int.self)
        await connection.close()

        let positions = rows.map { $0.0 }
        let effects = rows.filter { Self.effects.contains($0.1) }
        let places = Dictionary(grouping: effects) { $0.2 }.mapValues { $0.map { $0.0 } }
        return Self.order(of: positions, head: head)
            .union(Self.late(in: positions, seen: seen))
            .union(places.filter { $0.value.count > 1 }.map { .doubled(mark: $0.key) })
            .union(acknowledged.compactMap { Self.missing($0, in: places) })
    }

    /// - Parameter refold: Fills the empty tables from the log alone.
    package func readModel(refold: () async throws -> Void) async throws -> Set<Finding> {
        let followed = try await readModel(of: configuration)
        let connection = try await Connection.open(configuration)
        for name in followed.keys.sorted() + ["checkpoint", "lease"] {
            _ = try await connection.query("TRUNCATE read.\(identifier: name)")
        }
        await connection.close()
        try await refold()
        let folded = try await readModel(of: configuration)
        return Set(folded.keys.filter { followed[$0] != folded[$0] }.map { .table($0) })
    }

    private static func order(of positions: [Int], head: Int) -> Set<Finding> {
        let last = positions.last ?? 0
        let gaps = zip([0] + positions, positions).filter { $1 != $0 + 1 }
        return Set(gaps.map { .gap(before: $1) })
            .union(head == last ? [] : [.head(head, last: last)])
    }

    private static func late(in positions: [Int], seen: [Int]) -> Set<Finding> {
        let missed = Set(positions.prefix { $0 <= seen.last ?? 0 }).subtracting(seen)
        let turnedBack = zip(seen, seen.dropFirst()).filter { $1 <= $0 }.map { $1 }
        return Set((missed.union(turnedBack)).map { .late($0) })
    }

    private static func missing(
        _ acknowledged: Acknowledged, in places: [String: [Int]]
    ) -> Finding? {
        guard let found = places[acknowledged.mark] else { return .lost(mark: acknowledged.mark) }
        guard let position = acknowledged.position, !found.contains(position) else { return nil }
        return .misplaced(mark: acknowledged.mark)
    }

    private func readModel(of configuration: Configuration) async throws -> [String: [String]] {
        try await TestSupport.readModel(of: configuration)
    }
}
