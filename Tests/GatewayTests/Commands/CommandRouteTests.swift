import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// Each command about schools and people by its own address, as whoever uses it sends it; those
/// about clubs are in `ClubRouteTests`.
@Suite struct CommandRouteTests {
    @Test func `a school opens terms and sets its policy`() async throws {
        let stage = try await Stage.make()
        let school = "/v1/schools/\(stage.tenant.school)"
        let term = try await stage.admin.post(
            school + "/terms",
            ["name": "Autumn", "startsOn": "2027-09-01", "endsOn": "2027-12-17"])
        try term.expect(201)
        #expect(term.eventTypes == ["directory.term-opened"])
        #expect(term[header: "Location"] == school)

        let shown = try await stage.current(school, as: stage.admin).json
        var policy = try #require(shown["policy"])
        policy["minCell"] = 12
        let set = try await stage.admin.send("PUT", school + "/policy", ["policy": policy])
        try set.expect(200)
        #expect(set.eventTypes == ["directory.school-policy-set"])
        let after = try await stage.current(school, as: stage.admin).json
        #expect(after["policy"]?["minCell"] == 12)
        #expect(after["terms"]?.elements.count == 1)
    }

    @Test func `a school is registered by an operator alone`() async throws {
        let stage = try await Stage.make()
        let answer = try await stage.admin.post(
            "/v1/schools",
            ["name": "Riverside", "timeZone": "UTC", "locale": "en", "country": "GB"])
        try answer.expectProblem(403, "not-allowed")
        #expect(try answer.json["needs"] == ["operator"])
    }

    @Test func `a person is registered, describes themselves, and leaves and returns`()
        async throws
    {
        let stage = try await Stage.make()
        let registered = try await stage.admin.post(
            "/v1/people",
            [
                "school": .string(stage.tenant.school), "kind": "student", "ageBand": "16-17",
                "displayName": "Grace Hopper", "sourcedId": "st-1042",
                "consentAgeOn": "2026-12-09", "adultOn": "2028-12-09",
            ])
        try registered.expect(201)
        #expect(registered.eventTypes == ["directory.person-registered"])
        let address = try #require(registered[header: "Location"])
        let person = String(try #require(address.split(separator: "/").last))
        let grace = stage.caller(person)

        let profile = try await grace.send(
            "PATCH", address,
            [
                "displayName": "Grace", "pronouns": "she/her", "timeZone": "America/New_York",
                "locale": "en-US", "languages": ["en", "fr"], "visibility": "school",
            ])
        try profile.expect(200)
        #expect(profile.eventTypes == ["directory.profile-updated"])
        let interests = try await grace.send(
            "PUT", address + "/interests",
            ["interests": ["coding"], "strengths": ["mathematics"], "pace": "brisk"])
        try interests.expect(200)
        #expect(interests.eventTypes == ["directory.interests-declared"])

        let shown = try await stage.current("/v1/me", as: grace).json
        #expect(shown["displayName"] == "Grace")
        #expect(shown["pronouns"] == "she/her")
        #expect(shown["languages"] == ["en", "fr"])
        #expect(shown["interests"] == ["coding"])
        #expect(shown["pace"] == "brisk")
        #expect(shown["sourcedId"] == "st-1042")

        let gone = try await stage.admin.post(
            address + "/deactivation", ["reasonCode": "moved-away"])
        try gone.expect(200)
        #expect(gone.eventTypes == ["directory.person-deactivated"])
        let back = try await stage.admin.post(
            address + "/reactivation", ["reasonCode": "moved-back"])
        try back.expect(200)
        #expect(back.eventTypes == ["directory.person-reactivated"])
    }

    @Test func `a role in the tenant is given and taken away`() async throws {
        let stage = try await Stage.make()
        let person = try await stage.adult()
        let given = try await stage.admin.post(
            "/v1/people/\(person)/roles", ["role": "moderator"])
        try given.expect(201)
        #expect(given.eventTypes == ["directory.role-assigned"])
        let taken = try await stage.admin.send(
            "DELETE", "/v1/people/\(person)/roles/moderator")
        try taken.expect(204)
        #expect(taken.body.isEmpty)
        let shown = try await stage.current("/v1/people/\(person)", as: stage.admin).json
        #expect(shown["roles"] == [])
    }

    @Test func `any command goes to one address by its name, and its outcome is kept`()
        async throws
    {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let founded = try await lead.post(
            "/v1/commands",
            [
                "type": "club.found",
                "data": [
                    "hostSchool": .string(stage.tenant.school), "slug": "go", "name": "Go",
                    "timeZone": "UTC", "leads": [.string(stage.lead)],
                ],
            ])
        try founded.expect(200)
        let stream = try #require(founded.json["stream"])
        let changed = try await lead.post(
            "/v1/commands",
            [
                "type": "club.set-capacity", "stream": stream, "expectedVersion": 2,
                "data": ["capacity": 5],
            ])
        try changed.expect(200)
        let command = try #require(changed.json["command"]?.string)
        let outcome = try await lead.get("/v1/commands/\(command)")
        try outcome.expect(200)
        #expect(outcome.body == changed.body)
        let others = try await stage.admin.get("/v1/commands/\(command)")
        try others.expectProblem(404, "not-found")
        let shouted = try await lead.post(
            "/v1/commands",
            [
                "type": "club.set-capacity", "stream": .string((stream.string ?? "").capitalIDs),
                "data": ["capacity": 6],
            ], headers: ["If-Match": "\"\((stream.string ?? "").capitalIDs):3\""])
        try shouted.expect(200)
        let unversioned = try await lead.post(
            "/v1/commands",
            ["type": "club.set-capacity", "stream": stream, "data": ["capacity": 6]])
        try unversioned.expectProblem(428, "version-required")
        let unknown = try await lead.post(
            "/v1/commands", ["type": "club.lapse-offer", "stream": stream])
        try unknown.expectProblem(422, "invalid")
    }
}

extension String {
    /// `club-<UUID>` with the id in capitals.
    fileprivate var capitalIDs: String {
        replacing(#/^([a-z]+-)(.*)$/#) { $0.output.1 + $0.output.2.uppercased() }
    }
}
