import Catalog
import Directory
import EventSourcing
import EventStorage

/// A whole tenant read, decoded and folded into the states of its people.
struct Replay {
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
        var count = 0
        let pages = log.stream(
            tenant, after: .start, through: Position(Int.max), types: nil)
        for try await page in pages {
            for event in page {
                guard case .person(let happened) = try EventCodec.catalog.decode(event.event)
                else { continue }
                people[event.stream, default: Person()].evolve(happened)
            }
            count += page.count
        }
        return count
    }
}
