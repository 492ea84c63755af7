import CommandHandling
import Directory
import EventSourcing
import Foundation
import Vocabulary

/// A tenant with a school, its admin and as many students as a benchmark has writers.
struct Town: Codable, Sendable {
    let tenant: TenantID
    let school: SchoolID
    let admin: PersonID
    let people: [PersonID]

    /// How many commands are sent at a time while it is built.
    private static let width = 64

    /// Founds towns through the real deciders.
    static func found(
        _ count: Int, people: Int, in writing: Writing
    ) async throws -> [Town] {
        try await inParallel(Array(0..<count), width: width) { _ in
            try await found(people: people, in: writing)
        }
    }

    private static func found(people: Int, in writing: Writing) async throws -> Town {
        let created = try await TenantCreation(
            slug: "town-" + UUID().uuidString.lowercased(),
            school: SchoolOpening(
                name: "Hillside School", admin: "Ada Byron", timeZone: "Europe/London",
                country: "GB")
        ).carryOut(in: writing.log, through: writing.lanes)
        let (tenant, school) = (created.tenant, created.first.school)
        let ids = (0..<people).map { _ in PersonID(UUID()) }
        _ = try await inParallel(ids, width: width) { person in
            try await writing.execute(
                .person(
                    person,
                    .register(
                        school: school, kind: .student, ageBand: .from16, displayName: "Sam",
                        timeZone: nil, locale: nil, sourcedId: nil, consentAgeOn: nil,
                        adultOn: nil)),
                in: tenant, by: .operator)
        }
        return Town(tenant: tenant, school: school, admin: created.first.admin, people: ids)
    }
}

/// Maps with `width` tasks at a time; the results are in no order.
func inParallel<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int,
    _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result.self) { group in
        var results: [Result] = []
        var rest = elements[...]
        for element in rest.prefix(width) { group.addTask { try await body(element) } }
        rest = rest.dropFirst(width)
        while let result = try await group.next() {
            results.append(result)
            if let element = rest.popFirst() {
                group.addTask { try await body(element) }
            }
        }
        return results
    }
}
