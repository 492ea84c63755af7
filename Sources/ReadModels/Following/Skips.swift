import EventSourcing
import Foundation
import PostgreSQL

/// `projection.skip`: the events that a version does not show because an operator has said so.
struct Skips: Sendable {
    private var positions: [TenantID: Set<Position>] = [:]

    init() {}

    init(_ result: QueryResult) throws {
        for row in result.rows {
            let (tenant, position) = try row.decode(UUID.self, Int.self)
            positions[TenantID(tenant), default: []].insert(Position(position))
        }
    }

    static func positions(_ version: ReadVersion) -> SQL {
        "SELECT tenant, position FROM projection.skip WHERE projector = \(version.name)"
    }

    /// The tenants of which something else is skipped.
    func tenants(differingFrom other: Skips) -> Set<TenantID> {
        Set(positions.keys).union(other.positions.keys).filter {
            positions[$0] != other.positions[$0]
        }
    }

    func positions(of tenant: TenantID) -> Set<Position> { positions[tenant] ?? [] }
}
