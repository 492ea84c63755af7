import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct PagingTests {
    private let tenant = World.tenant

    private func clubs(_ count: UInt16) -> Story {
        var story = Story()
        for number in 1...count {
            story.add(
                .founded(
                    .init(
                        hostSchool: .home, openTo: [], slug: Slug(accepted: "club-\(100 + number)"),
                        profile: .sample, capacity: nil)),
                to: ClubID.number(number))
        }
        return story
    }

    @Test func `pages of the directory stand still while clubs come and go`() async throws {
        try await World.with { world in
            var story = clubs(7)
            try await world.tell(story)
            let runner = world.runner()
            try await runner.catchUp()
            var seen: [Slug] = []
            var cursor: Cursor?
            var told = story.events.count
            repeat {
                let page = try await world.queries.clubs(
                    in: tenant, page: PageRequest(limit: 2, cursor: cursor))
                #expect(page.position == 7, "every page is of the first one's moment")
                seen += page.value.items.map(\.slug)
                cursor = try page.value.next.map { try Cursor($0.description) }
                // Between pages a club is founded in front and another one is archived.
                story.add(
                    .founded(
                        .init(
                            hostSchool: .home, openTo: [],
                            slug: Slug(accepted: "a-club-\(told)"), profile: .sample, capacity: nil)
                    ),
                    to: ClubID.number(UInt16(100 + told)))
                story.add(.archived(reasonCode: "over"), to: ClubID.number(7))
                try await world.tell(story, events: told..<story.events.count)
                told = story.events.count
                try await runner.catchUp()
            } while cursor != nil
            #expect(seen.map(\.text) == (1...7).map { "club-\(100 + $0)" })
        }
    }

    @Test func `pages of a roster are of one moment`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess, capacity: nil)
            for number in 1...5 as ClosedRange<UInt16> {
                story.join(.number(number), .chess, request: number, number: Int(number))
            }
            let end = story.events.count
            try await world.tell(story)
            try await world.runner().catchUp()
            let first = try await world.queries.roster(
                of: .chess, in: tenant, clock: .tuesday, page: PageRequest(limit: 3))
            #expect(first.value.items.map(\.memberNo) == [1, 2, 3])

            story.add(.memberLeft(person: .number(4), reasonCode: "no-time"), to: .chess)
            try await world.tell(story, events: end..<story.events.count)
            try await world.runner().catchUp()
            let second = try await world.queries.roster(
                of: .chess, in: tenant, clock: .tuesday,
                page: PageRequest(limit: 3, cursor: first.value.next))
            #expect(second.value.items.map(\.memberNo) == [4, 5])
            #expect(second.value.next == nil)
            #expect(second.position == first.position)
        }
    }

    @Test func `a full last page has no next one`() async throws {
        try await World.with { world in
            try await world.tell(clubs(4))
            try await world.runner().catchUp()
            let page = try await world.queries.clubs(in: tenant, page: PageRequest(limit: 4))
            #expect(page.value.items.count == 4 && page.value.next == nil)
        }
    }

    @Test(arguments: [0, -1, 201, .max])
    func `a page holds from 1 to 200`(limit: Int) {
        #expect(throws: QueryFailure.limitOutOfBounds(limit, allowed: 1...200)) {
            try PageRequest(limit: limit)
        }
    }

    @Test(arguments: ["", "x", "e30", "bm90IGpzb24", "eyJwIjotMSwiayI6W119"])
    func `a cursor that no page has given is refused`(text: String) {
        #expect(throws: QueryFailure.malformedCursor) { try Cursor(text) }
    }

    @Test func `the cursor of another list is refused`() async throws {
        try await World.withEverything { world, _ in
            let cursor = Cursor(position: 5, key: [.integer(3)])
            await #expect(throws: QueryFailure.malformedCursor) {
                try await world.queries.clubs(in: tenant, page: PageRequest(cursor: cursor))
            }
        }
    }

    @Test func `a cursor of long ago has expired`() async throws {
        let log = MemoryLog()
        try await log.create(tenant, slug: "long")
        let many = (0...Cursor.reach).map { index in
            NewEvent(
                stream: StreamName(category: "club", id: ClubID.chess.uuid), version: index + 1,
                event: EncodedEvent(type: "club.enrolment-closed", schema: 1, data: []),
                occurredAt: .tuesday, commandID: .number(1), commandIndex: index,
                digest: BodyDigest(bytes: []), actor: Actor(capacity: .operator, via: .terminal),
                correlation: .number(1))
        }
        try await log.append(
            AppendBatch(tenant: tenant, after: .start, recordedAt: .tuesday, events: many))
        let request = try PageRequest(cursor: Cursor(position: 0, key: [.text("a")]))
        await #expect(throws: QueryFailure.expiredCursor) {
            try await request.moment(.now, in: tenant, log: log)
        }
        #expect(
            try await request.moment(.position(0), in: tenant, log: log) == .position(0),
            "whoever asks about the past goes on in it")
    }
}
