import Catalog
import Directory
import EventSourcing
import EventStorage

/// A whole tenant read, decoded and folded into the states of its people.
struct Replay {
    private static let page = 5000

    private let tenant: TenantID
    private let log: PostgresLog

    struct Incomplete: Error, CustomStringConvertible {
        let description: String

        init(_ found: Int, of expected: Int) {
            description = "\(found) events were read, and there are \(expected)"
        }
    }

    init(of tenant: TenantID, in log: PostgresLog) {
        self.tenant = tenant
        self.log = log
    }

    /// - Returns: How many events there were.
    func fold() async throws -> Int {
        var people: [StreamName: Person] = [:]
        var position = Position.start
        while true {
            let page = try await log.read(
                tenant, after: position, types: nil, limit: Self.page)
            for event in page {
                guard case .person(let happened) = try EventCodec.catalog.decode(event.event)
                else { continue }
                people[event.stream, default: Person()].evolve(happened)
            }
            position = page.last?.position ?? position
            if page.count < Self.page { return position.value }
        }
    }
}
