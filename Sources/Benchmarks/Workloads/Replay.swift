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
        var folded = Folded()
        let pages = log.stream(
            tenant, after: .start, through: Position(Int.max), types: nil)
        for try await page in pages { try folded.take(page) }
        return folded.count
    }

    /// The same as one who has been away catches up: page by page, through `end`.
    func follow(through end: Position) async throws -> Int {
        var folded = Folded()
        for try await page in log.follow(tenant, after: .start) {
            try folded.take(page)
            if let last = page.last, last.position >= end { break }
        }
        return folded.count
    }

    private struct Folded {
        private var people: [StreamName: Person] = [:]
        private(set) var count = 0

        mutating func take(_ page: [Recorded<EncodedEvent>]) throws {
            for event in page {
                guard case .person(let happened) = try EventCodec.catalog.decode(event.event)
                else { continue }
                people[event.stream, default: Person()].evolve(happened)
            }
            count += page.count
        }
    }
}
