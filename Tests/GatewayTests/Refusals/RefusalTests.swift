import CommandHandling
import Directory
import Clubs
import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import Gateway

/// Every rule of every decider, run into over HTTP.
@Suite struct RefusalTests {
    private static let ofClubs: [Refusal<ClubRule>] =
        Refusal.founding + Refusal.joining + Refusal.seats + Refusal.members

    @Test(arguments: ofClubs)
    func `a club's rule says no`(refusal: Refusal<ClubRule>) async throws {
        try await refusal.check(on: RefusalStage.shared.stage)
    }

    @Test(arguments: Refusal<PersonRule>.table)
    func `a rule about people says no`(refusal: Refusal<PersonRule>) async throws {
        try await refusal.check(on: RefusalStage.shared.stage)
    }

    @Test(arguments: Refusal<SchoolRule>.table)
    func `a school's rule says no`(refusal: Refusal<SchoolRule>) async throws {
        try await refusal.check(on: RefusalStage.shared.stage)
    }

    @Test func `a club's list is full`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        _ = try await inParallel(Array(0..<Club.Limits.invites)) { number in
            try await stage.invite(to: club, ["code": .string("invitation-\(number)")])
                .expect(201)
        }
        try await Refusal<ClubRule>(.listFull, 409, "list-full", ["list", "limit"]) { stage in
            try await stage.invite(to: club)
        }.check(on: stage)
    }

    @Test func `who is not eligible is told by which rule`() async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.join(
            stage.student(), stage.club(["ageBands": ["13-15"]]))
        #expect(try answer.json["rule"] == "age-band")
    }

    @Test func `every rule is in the tables`() {
        let clubs = Set(Self.ofClubs.map(\.rule)).union([.listFull])
            .union(ClubRule.byTheClock).union(ClubRule.unreachable)
        #expect(clubs == Set(ClubRule.allCases))
        #expect(Set(Refusal<PersonRule>.table.map(\.rule)) == Set(PersonRule.allCases))
        let schools = Set(Refusal<SchoolRule>.table.map(\.rule)).union(SchoolRule.unreachable)
        #expect(schools == Set(SchoolRule.allCases))
    }

    /// What no request of today can run into is mapped all the same.
    @Test(arguments: [
        Mapping(
            why: "nobody can block anybody before there are friendships",
            problem: Problem(of: Club.Rejection.blockedPair), status: 409, code: "blocked-pair",
            members: []),
        Mapping(
            why: "schools are registered by operators, who do not come by HTTP",
            problem: Problem(of: School.Rejection.alreadyRegistered), status: 409,
            code: "school-exists", members: []),
        Mapping(
            why: "nobody is the admin of a school that is not there",
            problem: Problem(of: School.Rejection.notRegistered), status: 404, code: "not-found",
            members: []),
        Mapping(
            why: "only a registration names a school's time zone",
            problem: Problem(
                of: School.Rejection.unknownTimeZone(TimeZoneID(accepted: "Mars/Olympus"))),
            status: 422, code: "unknown-time-zone", members: ["timeZone"]),
        Mapping(
            why: "needs a store that is lost in the middle of a commit",
            problem: Problem(of: CommandFailure.outcomeUnknown), status: 503,
            code: "outcome-unknown",
            members: []),
        Mapping(
            why: "a body's texts are checked before, by the same rule",
            problem: Problem(of: CommandFailure.controlCharacters(field: "displayName")),
            status: 422, code: "invalid", members: ["errors"]),
        Mapping(
            why: "needs two thousand commands in line",
            problem: Problem(of: CommandFailure.overloaded(retryAfter: .seconds(1))), status: 503,
            code: "overloaded", members: []),
    ])
    func `a rule out of reach is mapped`(mapping: Mapping) {
        mapping.check()
    }
}

extension ClubRule {
    /// In `ClockRefusalTests`, where the test sets the service's clock.
    static let byTheClock: Set<ClubRule> = [.offerExpired, .notNext]
    static let unreachable: Set<ClubRule> = [.blockedPair]
}

extension SchoolRule {
    static let unreachable: Set<SchoolRule> = [
        .alreadyRegistered, .notRegistered, .unknownTimeZone,
    ]
}
