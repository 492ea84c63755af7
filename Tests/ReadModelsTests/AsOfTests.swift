import Clubs
import Directory
import EventSourcing
import EventStorage
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct AsOfTests {
    @Test func `at every position the past equals a fold of the log so far`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 11, count: 60)
            try await world.tell(story)
            try await world.runner().catchUp()
            let queries = world.queries
            // Both clubs are founded by then.
            for position in 5...60 {
                let folded = try await world.folded(through: Position(position))
                for club in [ClubID.chess, .karate] {
                    let roster = try await queries.roster(
                        of: club, in: World.tenant, at: .position(Position(position)),
                        clock: .tuesday)
                    let members = try folded.rows(
                        Selection<MembershipRow>().where(.club, is: club)
                            .where(.state, is: MembershipRow.State.member)
                            .ordered(by: .memberNo))
                    // The page cuts nobody off: there are four people.
                    #expect(roster.value.items.map(\.memberNo) == members.map(\.memberNo))
                    #expect(roster.position == Position(position))
                    let waitlist = try await queries.waitlist(
                        of: club, in: World.tenant, at: .position(Position(position)))
                    let waiting = try folded.rows(
                        Selection<WaitlistRow>().where(.club, is: club)
                            .ordered(by: .turn, .turnWithin))
                    #expect(waitlist.value.map(\.person) == waiting.map(\.person))
                }
            }
        }
    }

    @Test func `the tables now and memory at the same position give the same answers`()
        async throws
    {
        try await World.withEverything { world, story in
            let end = Position(story.events.count)
            let now = try await Everything(world, at: .now)
            // One more event that touches nothing, so that the end lies in the past.
            var more = story
            more.add(.enrolmentClosed, to: ClubID.karate)
            try await world.tell(more, events: story.events.count..<more.events.count)
            try await world.runner().catchUp()
            let past = try await Everything(world, at: .position(end))
            #expect(now == past)
        }
    }

    /// Every question about the chess club that has a moment.
    private struct Everything: Equatable {
        let clubs: [ClubView]
        let roster: [RosterEntry]
        let waitlist: [WaitlistEntry]
        let requests: [JoinRequestView]
        let invites: [InviteView]
        let memberships: [PersonMembership]
        let history: [HistoryEntry]
        let person: PersonView
        let school: SchoolView
        let positions: Set<Position>

        init(_ world: World, at moment: Moment) async throws {
            let (queries, tenant) = (world.queries, World.tenant)
            let clubs = try await queries.clubs(in: tenant, at: moment)
            let roster = try await queries.roster(
                of: .chess, in: tenant, at: moment, clock: .tuesday)
            let waitlist = try await queries.waitlist(of: .chess, in: tenant, at: moment)
            let requests = try await queries.joinRequests(
                of: .chess, in: tenant, at: moment, states: [])
            let invites = try await queries.invites(of: .chess, in: tenant, at: moment)
            let memberships = try await queries.memberships(
                of: .edsger, in: tenant, at: moment, clock: .tuesday)
            let history = try await queries.history(
                of: .grace, inClub: .chess, in: tenant, at: moment)
            let person = try await queries.person(.ada, in: tenant, at: moment)
            let school = try await queries.school(.home, in: tenant, at: moment)
            self.clubs = clubs.value.items
            self.roster = roster.value.items
            self.waitlist = waitlist.value
            self.requests = requests.value.items
            self.invites = invites.value
            self.memberships = memberships.value
            self.history = history.value
            self.person = person.value
            self.school = school.value
            positions = [
                clubs.position, roster.position, waitlist.position, requests.position,
                invites.position, memberships.position, history.position, person.position,
                school.position,
            ]
        }
    }

    @Test func `a time finds what was known then`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess)
            story.wait(hours: 1)
            story.join(.ada, .chess, request: 1, number: 1)
            try await world.tell(story)
            try await world.runner().catchUp()
            func members(_ time: Timestamp) async throws -> Answer<Int> {
                try await world.queries.roster(
                    of: .chess, in: World.tenant, at: .time(time), clock: time
                ).map(\.items.count)
            }
            let before = try await members(.tuesday.hours(1).advanced(by: .microseconds(-1)))
            #expect(before.value == 0 && before.position == 2)
            let after = try await members(.tuesday.hours(1))
            #expect(after.value == 1 && after.position == 4)
            await #expect(throws: QueryFailure.notFound(.club)) {
                try await members(Timestamp.tuesday.hours(-1))
            }
        }
    }

    @Test func `a position ahead of the log is refused`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess)
            try await world.tell(story)
            await #expect(throws: QueryFailure.aheadOfLog(asked: 9, head: 2)) {
                try await world.queries.club(.chess, in: World.tenant, at: .position(9))
            }
        }
    }

    @Test func `in the past people are called what they are called today`() async throws {
        try await World.with { world in
            var story = Story()
            story.register(.ada, as: "Old Name")
            story.found(.chess)
            story.join(.ada, .chess, request: 1, number: 1)
            let moment = Moment.position(Position(story.events.count))
            let name = story.text("New Name", about: .ada)
            story.add(
                .profileUpdated(
                    displayName: name, pronouns: nil, timeZone: nil, locale: nil, languages: nil,
                    visibility: nil),
                to: .ada)
            try await world.tell(story)
            try await world.runner().catchUp()
            func names() async throws -> [String] {
                let roster = try await world.queries.roster(
                    of: .chess, in: World.tenant, at: moment, clock: .tuesday)
                let person = try await world.queries.person(.ada, in: World.tenant, at: moment)
                return roster.value.items.map(\.displayName) + [person.value.displayName]
            }
            #expect(try await names() == ["New Name", "New Name"])

            try await world.log.append(
                AppendBatch(
                    tenant: World.tenant, after: Position(story.events.count),
                    recordedAt: story.now, events: [], forgotten: [.ada]))
            #expect(try await names() == ["Former member", "Former member"])
        }
    }
}
