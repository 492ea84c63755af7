import Catalog
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import TestSupport
import Testing

/// Two writers of one tenant, each with connections and lanes of its own, as two processes have.
@Suite struct SeatRaceTests {
    @Test func `fifty who join at once through two writers make one member and a queue`()
        async throws
    {
        try await withTwoWriters { world, other in
            try await world.foundClub(capacity: 20)
            for _ in 0..<19 { _ = try await world.join(try await world.student()) }
            var students: [PersonID] = []
            for _ in 0..<50 { students.append(try await world.student()) }
            let people = students

            let head = try await world.log.open(world.tenant, commands: []).head
            async let seen = positions(seenIn: world, through: head + people.count * 2)
            let places = try await withThrowingTaskGroup(of: (Position, PersonID).self) { group in
                for (index, person) in people.enumerated() {
                    let lanes = index.isMultiple(of: 2) ? world.lanes : other
                    let request = world.joinRequest(of: person)
                    group.addTask { (try await lanes.execute(request).position, person) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            let club = try await world.foldedClub()
            #expect(club.memberCount == 20)
            #expect(club.waitlist.count == 49)
            let inOrder = places.sorted { $0.0 < $1.0 }.map(\.1)
            #expect(club.members.last?.person == inOrder.first)
            #expect(club.waitlist.map(\.person) == Array(inOrder.dropFirst()))
            let positions = try await seen
            #expect(positions == Array(1...positions.count))
        }
    }

    @Test func `fifty twins over two writers have one effect and one answer`() async throws {
        try await withTwoWriters { world, other in
            try await world.foundClub()
            let request = world.joinRequest(of: try await world.student())
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for index in 0..<50 {
                    let lanes = index.isMultiple(of: 2) ? world.lanes : other
                    group.addTask { try await lanes.execute(request) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(outcomes.map(\.position)).count == 1)
            #expect(outcomes.allSatisfy { $0.events == outcomes[0].events })
            #expect(outcomes.filter { !$0.isRepeat }.count >= 1)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    /// The positions that a reader sees who follows the log from its beginning.
    private func positions(seenIn world: World, through end: Position) async throws -> [Int] {
        var seen: [Int] = []
        for try await page in world.log.follow(world.tenant, after: 0) {
            seen += page.map(\.position.value)
            if let last = seen.last, last >= end.value { break }
        }
        return seen
    }

    private func withTwoWriters(
        _ body: @Sendable @escaping (World, Lanes) async throws -> Void
    ) async throws {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            let readers = Pool(configuration.inServiceRole)
            let other = PostgresLog(writers: pool, readers: readers, vault: log.vault)
            try await World.with(log) { world in
                let lanes = Lanes(
                    log: other, codec: .catalog, time: world.time, logger: Logger(label: "other"))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await lanes.run() }
                    try await body(world, lanes)
                    group.cancelAll()
                }
            }
            await pool.close()
            await readers.close()
        }
    }
}

extension World {
    fileprivate func joinRequest(of person: PersonID) -> CommandRequest {
        request(
            .club(
                club, .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
            by: .person(person, via: .http))
    }
}
