import EventSourcing
import Foundation
import TestSupport
import Testing

/// The rules about people.
extension Refusal<PersonRule> {
    static let table: [Refusal] = [
        Refusal(.alreadyRegistered, 409, "person-exists") { stage in
            try await stage.register(["person": .string(stage.student())])
        },
        Refusal(.notRegistered, 404, "not-found") { stage in
            try await stage.admin.post("/v1/people/\(newID())/roles", ["role": "teacher"])
        },
        Refusal(.sourcedIDTaken, 409, "sourced-id-taken", ["sourcedId"]) { stage in
            let id = JSONValue.string("st-" + newID())
            try await stage.register(["sourcedId": id]).expect(201)
            return try await stage.register(["sourcedId": id])
        },
        Refusal(.unknownTimeZone, 422, "unknown-time-zone", ["timeZone"]) { stage in
            try await stage.register(["timeZone": "Mars/Olympus"])
        },
        Refusal(.unknownInterest, 422, "unknown-interest", ["interest"]) { stage in
            let person = try await stage.student()
            return try await stage.caller(person).send(
                "PUT", "/v1/people/\(person)/interests", ["interests": ["dragons"]])
        },
        Refusal(.adultInMinorsAgeBand, 422, "adult-in-minors-age-band", ["ageBand"]) { stage in
            try await stage.register(["kind": "adult", "ageBand": "13-15"])
        },
        Refusal(.minorCannotHoldRole, 403, "minor-cannot-hold-role", ["role"]) { stage in
            try await stage.admin.post(
                "/v1/people/\(stage.student())/roles", ["role": "teacher"])
        },
        Refusal(.lastAdmin, 409, "last-admin") { stage in
            try await stage.admin.send("DELETE", "/v1/people/\(stage.tenant.admin)/roles/admin")
        },
        Refusal(.lastAdmin, 409, "last-admin") { stage in
            try await stage.admin.post(
                "/v1/people/\(stage.tenant.admin)/deactivation", ["reasonCode": "moved-away"])
        },
        Refusal(.alreadyInactive, 409, "already-inactive") { stage in
            try await stage.admin.post(
                "/v1/people/\(stage.inactiveStudent())/deactivation",
                ["reasonCode": "moved-away"])
        },
        Refusal(.inactive, 409, "person-inactive") { stage in
            try await stage.admin.post(
                "/v1/people/\(stage.inactiveStudent())/roles", ["role": "teacher"])
        },
        Refusal(.tooMany, 422, "invalid", ["errors"]) { stage in
            let person = try await stage.student()
            let languages = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj", "kk"]
            return try await stage.caller(person).send(
                "PATCH", "/v1/people/\(person)",
                ["languages": .array(languages.map { .string($0) })])
        },
    ]
}

/// The rules of schools.
extension Refusal<SchoolRule> {
    static let table: [Refusal] = [
        Refusal(.policyBelowFloor, 422, "policy-below-floor", ["breach"]) { stage in
            let school = "/v1/schools/\(stage.tenant.school)"
            var policy = try await stage.current(school, as: stage.admin).json["policy"] ?? [:]
            policy["minCell"] = 4
            return try await stage.admin.send("PUT", school + "/policy", ["policy": policy])
        },
        Refusal(.outOfBounds, 422, "invalid", ["errors"]) { stage in
            try await stage.term("   ", "2027-01-01", "2027-02-01")
        },
        Refusal(.termOverlaps, 409, "term-overlaps", ["term"]) { stage in
            try await stage.term("Spring", "2028-01-01", "2028-03-01").expect(201)
            return try await stage.term("Spring again", "2028-02-01", "2028-04-01")
        },
        Refusal(.termEndsBeforeItStarts, 422, "term-ends-before-it-starts") { stage in
            try await stage.term("Backwards", "2029-02-01", "2029-01-01")
        },
        Refusal(.tooManyTerms, 409, "list-full", ["list", "limit"]) { _ in
            let stage = try await Stage.make()
            _ = try await inParallel(Array(2000..<2300)) { year in
                try await stage.term("One", "\(year)-01-01", "\(year)-02-01").expect(201)
            }
            return try await stage.term("One more", "2300-01-01", "2300-02-01")
        },
    ]
}

extension Stage {
    func register(_ fields: JSONValue) async throws -> TestAnswer {
        let registration: JSONValue = [
            "school": .string(tenant.school), "kind": "student", "ageBand": "16-17",
            "displayName": "Somebody",
        ]
        return try await admin.post("/v1/people", registration.merging(fields))
    }

    func term(_ name: String, _ startsOn: String, _ endsOn: String) async throws -> TestAnswer {
        try await admin.post(
            "/v1/schools/\(tenant.school)/terms",
            [
                "name": .string(name), "startsOn": .string(startsOn), "endsOn": .string(endsOn),
            ])
    }
}
