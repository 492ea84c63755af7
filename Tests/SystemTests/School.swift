import EventSourcing
import Foundation
import TestSupport
import Testing
import Vocabulary

/// A tenant that people enter.
struct School: Sendable {
    let tenant: TenantID
    let id: SchoolID
    let admin: PersonID

    /// Brings the database to its schema and creates the tenant.
    static func open(with program: Program) async throws -> School {
        let migrated = try await program.run("migrate")
        try #require(migrated.status == 0, "\(migrated)")
        let created = try await program.run(
            "tenant", "create", "hillside", "--school", "Hillside", "--admin", "Ada", "--json")
        try #require(created.status == 0, "\(created)")
        let ids = try JSONDecoder().decode(
            [String: String].self, from: Data(created.output.utf8))
        return School(
            tenant: try #require(ids["tenant"].flatMap { TenantID($0) }),
            id: try #require(ids["school"].flatMap { SchoolID($0) }),
            admin: try #require(ids["admin"].flatMap { PersonID($0) }))
    }

    /// A club whose seats run out soon, so that most of the people wait.
    func foundClub(through client: Client) async throws -> String {
        let slug = "chess"
        try await client.carryOut(
            "clubs",
            [
                "hostSchool": .string(id.description), "slug": .string(slug), "name": "Chess",
                "timeZone": "UTC", "capacity": 30, "leads": [.string(admin.description)],
            ], as: admin, mark: slug)
        return slug
    }

    /// Somebody new is registered and joins.
    func enter(_ club: String, through client: Client) async throws {
        let person = PersonID(UUID())
        try await client.carryOut(
            "people",
            [
                "person": .string(person.description), "school": .string(id.description),
                "kind": "student", "ageBand": "16-17", "displayName": "Sam",
            ], as: admin, mark: person.description)
        let request = UUID().uuidString.lowercased()
        try await client.carryOut(
            "clubs/\(club)/members", ["request": .string(request)], as: person, mark: request)
    }
}
