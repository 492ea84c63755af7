import EventSourcing
import Foundation
import TestSupport
import Testing

/// A school whose service runs: an admin, a teacher who may found clubs, and students.
struct Hillside: Sendable {
    let place: Workplace
    let service: RunningService
    let created: Workplace.Created
    let teacher: String
    let students: [String]

    /// - Parameter students: How many there are.
    static func with(
        students count: Int, _ body: @Sendable (Hillside) async throws -> Void
    ) async throws {
        try await Workplace.with { place in
            let created = try await place.createTenant()
            let (_, status) = try await place.clubs.serving { service in
                var school = Hillside(
                    place: place, service: service, created: created, teacher: "", students: [])
                let teacher = try await school.add("Grace Hopper", "adult", "adult")
                var students: [String] = []
                for number in 0..<count {
                    students.append(try await school.add("Student \(number)", "student", "16-17"))
                }
                school = Hillside(
                    place: place, service: service, created: created, teacher: teacher,
                    students: students)
                _ = try await school.write(
                    "person", "role", "assign", teacher, "organizer", as: created.admin)
                try await body(school)
            }
            #expect(status == 0)
        }
    }

    /// The program, as this person calls it.
    func program(as person: String) -> Program {
        place.clubs.with("CLUBS_URL", service.address).with("CLUBS_AS", person)
            .with("CLUBS_TENANT", created.tenant)
    }

    func run(_ arguments: String..., as person: String, input: String = "") async throws
        -> ClubsTool.Result
    {
        try await program(as: person).run(arguments, input: input)
    }

    /// What a write has done: the types of its events, and where the last one stands.
    struct Written {
        let types: [String]
        let position: Int64
        let events: [JSONValue]
    }

    /// A write that has to succeed.
    func write(_ arguments: String..., as person: String, input: String = "") async throws
        -> Written
    {
        let ended = try await program(as: person).run(arguments + ["--json"], input: input)
        try #require(ended.status == 0, "\(arguments): \(ended)")
        let answer = try ended.json()
        let events = answer["events"]?.items ?? []
        var last: Int64 = 0
        // Where something only ends, the answer is the position alone.
        if case .integer(let position) = events.last?["position"] ?? answer["position"] {
            last = position
        }
        return Written(
            types: events.compactMap { $0["type"]?.string }, position: last, events: events)
    }

    /// A question that has to be answered, once what stands at `position` is to be seen.
    func read(
        _ arguments: String..., as person: String, after position: Int64 = 0
    ) async throws -> JSONValue {
        let ended = try await program(as: person)
            .run(arguments + ["--json", "--at-least", String(position)])
        try #require(ended.status == 0, "\(arguments): \(ended)")
        return try ended.json()
    }

    private func add(_ name: String, _ kind: String, _ ageBand: String) async throws -> String {
        let written = try await write(
            "person", "add", "--school", created.school, "--kind", kind, "--age-band", ageBand,
            "--name", name, as: created.admin)
        return try #require(written.events.first?["data"]?["person"]?.string)
    }
}

extension JSONValue {
    /// The elements of a list as the command line prints one.
    var items: [JSONValue] {
        switch self {
        case .array(let items): items
        case .object(let members): members["items"]?.items ?? members["members"]?.items ?? []
        default: []
        }
    }

    func strings(_ field: String) -> [String] { items.compactMap { $0[field]?.string } }
}
