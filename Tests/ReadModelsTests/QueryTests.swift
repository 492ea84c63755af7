import Clubs
import Directory
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct QueryTests {
    private let tenant = World.tenant

    @Test func `a club with its seats, its leads and the length of its queue`() async throws {
        try await World.with { world in
            var story = Story()
            story.register(.barbara, as: "Barbara", kind: .adult)
            story.found(.chess, capacity: 3)
            story.join(.ada, .chess, request: 1, number: 1)
            story.join(.grace, .chess, request: 2, number: 2)
            story.wait(.edsger, .chess, request: 3, place: 1)
            story.wait(.alan, .chess, request: 4, place: 2)
            story.add(
                .seatOffered(offer: .number(1), person: .edsger, expiresAt: .tuesday.days(1)),
                to: .chess)
            try await world.tell(story)
            try await world.runner().catchUp()

            let club = try await world.queries.club(slug: "chess", in: tenant)
            #expect(club.position == Position(story.events.count))
            #expect(club.value.name == "Chess Club")
            #expect(club.value.members == 2)
            #expect(club.value.offered == 1)
            #expect(club.value.freeSeats == 0)
            #expect(club.value.waitlisted == 2)
            #expect(club.value.leads == [NamedPerson(person: .barbara, displayName: "Barbara")])
            #expect(club.value.version == 11)
            #expect(
                try await world.queries.seatOffer(.number(1), in: tenant)
                    == (ClubID.chess, PersonID.edsger))
            await #expect(throws: QueryFailure.notFound(.club)) {
                try await world.queries.club(slug: "karate", in: tenant)
            }
            await #expect(throws: QueryFailure.notFound(.club)) {
                try await world.queries.club(.chess, in: World.other)
            }
        }
    }

    @Test func `the directory is filtered by school, kind, interest and archive`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess)
            var profile = Club.Profile.sample
            profile.kind = .music
            profile.interests = ["violin"]
            story.add(
                .founded(
                    .init(
                        hostSchool: .home, openTo: [], slug: "strings", profile: profile,
                        capacity: nil)),
                .archived(reasonCode: "over"), to: .karate)
            try await world.tell(story)
            try await world.runner().catchUp()
            for moment in [Moment.now, .position(3)] {
                func slugs(_ filter: ClubFilter) async throws -> [Slug] {
                    try await world.queries.clubs(in: tenant, at: moment, where: filter)
                        .value.items.map(\.slug)
                }
                let hidden: [Slug] = moment == .now ? [] : ["strings"]
                #expect(try await slugs(ClubFilter()) == ["chess"] + hidden)
                #expect(
                    try await slugs(ClubFilter(includesArchived: true)) == ["chess", "strings"])
                #expect(try await slugs(ClubFilter(school: .away)) == ["chess"])
                #expect(try await slugs(ClubFilter(school: .home)) == ["chess"] + hidden)
                #expect(try await slugs(ClubFilter(kind: .music)) == hidden)
                #expect(try await slugs(ClubFilter(interest: "violin")) == hidden)
                #expect(try await slugs(ClubFilter(interest: "karate")) == [])
            }
        }
    }

    @Test func `a roster says who is in, since when, as what, and with whom`() async throws {
        try await World.with { world in
            var story = Story()
            story.register(.ada, as: "Ada")
            story.register(.grace, as: "Grace")
            story.found(.chess)
            story.join(.ada, .chess, request: 1, number: 1)
            story.join(.grace, .chess, request: 2, number: 2)
            story.add(
                .groupAssigned(person: .grace, from: nil, to: "blue", reasonCode: "level"),
                .buddyAssigned(newcomer: .grace, buddy: .ada),
                .roleAssigned(person: .grace, role: .mentor, counterSignedBy: nil),
                .roleAssigned(person: .grace, role: .captain, counterSignedBy: nil),
                .memberSuspended(
                    person: .grace, until: .tuesday.days(2), reasonCode: "rough-play"), to: .chess)
            try await world.tell(story)
            try await world.runner().catchUp()

            let roster = try await world.queries.roster(of: .chess, in: tenant, clock: .tuesday)
            #expect(roster.value.items.map(\.displayName) == ["Ada", "Grace"])
            let grace = try #require(roster.value.items.last)
            #expect(grace.memberNo == 2)
            #expect(grace.group == "blue")
            #expect(grace.roles == [.captain, .mentor])
            #expect(grace.buddy == NamedPerson(person: .ada, displayName: "Ada"))
            #expect(grace.since == .tuesday)
            #expect(grace.state == .suspended)
            let later = try await world.queries.roster(
                of: .chess, in: tenant, clock: .tuesday.days(2))
            #expect(later.value.items.last?.state == .member)
        }
    }

    @Test func `a buddy who went and came back is a buddy no more`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess)
            story.join(.ada, .chess, request: 1, number: 1)
            story.join(.grace, .chess, request: 2, number: 2)
            story.add(.buddyAssigned(newcomer: .grace, buddy: .ada), to: .chess)
            let before = story.events.count
            story.add(.memberLeft(person: .ada, reasonCode: "no-time"), to: .chess)
            story.join(.ada, .chess, request: 3, number: 3)
            try await world.tell(story)
            try await world.runner().catchUp()
            func buddies(_ moment: Moment) async throws -> [PersonID?] {
                try await world.queries.roster(
                    of: .chess, in: tenant, at: moment, clock: .tuesday
                ).value.items.map { $0.buddy?.person }
            }
            #expect(try await buddies(.position(Position(before))) == [nil, .ada])
            #expect(try await buddies(.now) == [nil, nil])
        }
    }

    @Test func `a place on the waitlist is counted`() async throws {
        try await World.with { world in
            let story = Story.everything()
            try await world.tell(story)
            try await world.runner().catchUp()
            let reordered = try #require(
                story.events.firstIndex { $0.event.event.type == "club.waitlist-reordered" })
            func line(_ position: Int) async throws -> [WaitlistEntry] {
                try await world.queries.waitlist(
                    of: .chess, in: tenant, at: .position(Position(position))
                ).value
            }
            #expect(try await line(reordered).map(\.person) == [.edsger, .alan, .mary])
            let after = try await line(reordered + 1)
            #expect(after.map(\.person) == [.alan, .edsger, .mary])
            #expect(after.map(\.place) == [1, 2, 3])
            #expect(after.map(\.displayName) == ["Canary Alan", "Canary Edsger", "Former member"])
            #expect(try await world.queries.waitlist(of: .chess, in: tenant).value.isEmpty)
        }
    }

    @Test func `requests are found by their state, with their texts opened`() async throws {
        try await World.withEverything { world, _ in
            func requests(_ states: [JoinRequestState]) async throws -> [JoinRequestView] {
                try await world.queries.joinRequests(of: .chess, in: tenant, states: states)
                    .value.items
            }
            #expect(try await requests([.open]).isEmpty)
            #expect(
                try await requests([]).map(\.state) == [
                    .joined, .joined, .joined, .offerLapsed, .seatDeclined, .declined, .withdrawn,
                ])
            let declined = try #require(try await requests([.declined]).first)
            #expect(declined.reason == "canary decline")
            #expect(declined.reasonCode == "full")
            let first = try await world.queries.joinRequest(.number(1), in: tenant)
            #expect(first.value.answers == "canary answers")
            #expect(first.value.club == .chess)
            await #expect(throws: QueryFailure.notFound(.joinRequest)) {
                try await world.queries.joinRequest(.number(99), in: tenant)
            }
        }
    }

    @Test func `a text whose subject is forgotten reads as removed`() async throws {
        try await World.withEverything { world, story in
            try await world.log.append(
                AppendBatch(
                    tenant: tenant, after: Position(story.events.count), recordedAt: story.now,
                    events: [], forgotten: [.ada]))
            let request = try await world.queries.joinRequest(.number(1), in: tenant)
            #expect(request.value.answers == "[removed]")
            #expect(request.value.displayName == "Former member")
            let person = try await world.queries.person(.ada, in: tenant)
            #expect(person.value.displayName == "Former member")
            #expect(person.value.pronouns == "[removed]")
        }
    }

    @Test func `invitations with their uses`() async throws {
        try await World.withEverything { world, _ in
            let invites = try await world.queries.invites(of: .chess, in: tenant)
            #expect(invites.value.map(\.uses) == [1, 0])
            #expect(invites.value.map(\.revoked) == [false, true])
            #expect(try await world.queries.invite(.number(1), in: tenant).club == .chess)
        }
    }

    @Test func `what a person is to each club`() async throws {
        try await World.withEverything { world, _ in
            func clubs(of person: PersonID) async throws -> [PersonMembership] {
                try await world.queries.memberships(of: person, in: tenant, clock: .tuesday).value
            }
            let member = try #require(try await clubs(of: .edsger).first)
            #expect(member.state == .member && member.memberNo == 3)
            let left = try #require(try await clubs(of: .ada).first)
            #expect(left.state == .left && left.reasonCode == "no-time" && left.until != nil)
            let removed = try #require(try await clubs(of: .grace).first)
            #expect(removed.state == .removed)
            let helper = try #require(try await clubs(of: .barbara).first)
            #expect(helper.state == .helper && helper.roles == [.lead])
            #expect(try await clubs(of: .mary).isEmpty)
        }
    }

    @Test func `who waits has a place, and who has asked has none`() async throws {
        try await World.with { world in
            var story = Story()
            story.found(.chess, capacity: 1)
            story.wait(.grace, .chess, request: 1, place: 1)
            story.wait(.ada, .chess, request: 2, place: 2)
            story.add(
                .joinRequested(
                    request: .number(3), person: .alan, via: .directory, invite: nil,
                    answers: nil),
                to: .chess)
            try await world.tell(story)
            try await world.runner().catchUp()
            let waiting = try await world.queries.memberships(
                of: .ada, in: tenant, clock: .tuesday
            ).value.first
            #expect(waiting?.state == .waiting && waiting?.place == 2)
            let asked = try await world.queries.memberships(
                of: .alan, in: tenant, clock: .tuesday
            ).value.first
            #expect(asked?.state == .asked && asked?.place == nil)
        }
    }

    @Test func `a history says what, when, who, and why`() async throws {
        try await World.withEverything { world, _ in
            let history = try await world.queries.history(
                of: .grace, inClub: .chess, in: tenant
            ).value
            #expect(
                history.map(\.what) == [
                    .asked, .inviteRedeemed, .joined, .roleAssigned, .buddyAssigned, .suspended,
                    .suspensionLifted, .roleRevoked, .removed,
                ])
            let removed = try #require(history.last)
            #expect(removed.reasonCode == "rough-play")
            #expect(removed.reason == "canary removal")
            #expect(removed.actor.person == .barbara)
            #expect(removed.actorName == "Canary Barbara")
            #expect(history.map(\.position) == history.map(\.position).sorted())
            #expect(history[3].detail == "officer")
            await #expect(throws: QueryFailure.notFound(.membership)) {
                try await world.queries.history(of: .number(99), inClub: .chess, in: tenant)
            }
        }
    }

    @Test func `a person, a school, and what somebody may do`() async throws {
        try await World.withEverything { world, _ in
            let ada = try await world.queries.person(.ada, in: tenant).value
            #expect(ada.displayName == "Canary Ada")
            #expect(ada.pronouns == "canary/they")
            #expect(ada.timeZone == "Asia/Karachi")
            #expect(ada.interests == ["chess", "music"])
            #expect(ada.pace == .brisk)
            #expect(ada.version == 3)
            let school = try await world.queries.school(.home, in: tenant).value
            #expect(school.policy == .standard)
            #expect(school.terms.map(\.name) == ["Spring"])
            let standing = try await world.queries.standing(of: .barbara, in: tenant).value
            #expect(standing.roles == [.admin])
            #expect(standing.leads(.chess))
            #expect(
                try await world.queries.standing(of: .edsger, in: tenant).value.memberOf
                    == [.chess])
            await #expect(throws: QueryFailure.notFound(.person)) {
                try await world.queries.standing(of: .number(99), in: tenant)
            }
        }
    }

    @Test func `answers are JSON with the names of the interface`() async throws {
        try await World.withEverything { world, _ in
            let roster = try await world.queries.roster(of: .chess, in: tenant, clock: .tuesday)
            let since = try #require(roster.value.items.first).since
            let json = String(
                decoding: try JSONEncoder.canonical.encode(roster.value), as: UTF8.self)
            #expect(
                json == """
                    {"items":[{"displayName":"Canary Edsger","memberNo":3,\
                    "person":"\(PersonID.edsger)","roles":[],"since":"\(since)",\
                    "state":"member","via":"directory"}]}
                    """)
        }
    }
}
