import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// `clubs demo seed`: an invented world, made or written down as commands.
@Suite(.timeLimit(.minutes(30))) struct SeedTests {
    private static let size = ["--schools", "2", "--students", "60", "--weeks", "4", "--seed", "3"]

    @Test func `a world can be made again, and its log is whole`() async throws {
        try await Workplace.with { place in
            let first = try await place.clubs.run(["demo", "seed"] + Self.size)
            #expect(first.status == 0, "\(first)")
            #expect(first.errors.contains("Next: clubs log tail --tenant world-3-1"))
            let count = try await place.totals()
            let again = try await place.clubs.run(["demo", "seed"] + Self.size)
            #expect(again.status == 0 && again.output == first.output, "\(again)")
            #expect(try await place.totals() == count)
            for tenant in count.keys {
                let verified = try await place.clubs.run("log", "verify", "--tenant", tenant)
                #expect(verified.status == 0, "\(verified)")
            }
            let shorter = ["--schools", "2", "--students", "60", "--weeks", "3", "--seed", "3"]
            try await place.clubs.run(["demo", "seed"] + shorter)
                .expect(3, saying: "another story", "--name")
        }
    }

    @Test func `commands that were written to a file make the same events when imported`()
        async throws
    {
        try await Workplace.with { place in
            #expect(try await place.clubs.run(["demo", "seed"] + Self.size).status == 0)
            let file = place.folder + "/world.ndjson"
            let written = try await place.clubs.run(
                ["demo", "seed", "--commands", file] + Self.size)
            #expect(written.status == 0, "\(written)")
            let tenants = try await place.totals().keys.sorted()
            let made = try await place.events(of: tenants)
            try await Workplace.with { other in
                for tenant in tenants { try await other.createEmptyTenant(tenant) }
                let imported = try await other.clubs.run(
                    "import", "commands", file, "--clock", "file")
                // What the rules refused in the world, they refuse again.
                imported.expect(3)
                let events = try await other.events(of: tenants)
                #expect(events == made)
                let again = try await other.clubs.run(
                    "import", "commands", file, "--clock", "file")
                #expect(again.output.contains("accepted\t0\n"), "\(again)")
                #expect(try await other.events(of: tenants) == made)
            }
        }
    }

    @Test(arguments: [
        ["--schools", "0"], ["--students", "2000001"], ["--weeks", "101"], ["--name", "Not OK"],
    ])
    func `a world that cannot be is refused`(option: [String]) async throws {
        try await Program().run(["demo", "seed"] + option).expect(2, saying: option[0])
    }
}

extension Workplace {
    /// How many events each tenant has, by its slug.
    func totals() async throws -> [String: JSONValue] {
        let lines = try await clubs.run("tenant", "list", "--json").jsonLines()
        return Dictionary(
            uniqueKeysWithValues: lines.compactMap { line in
                line["slug"]?.string.map { ($0, line["events"] ?? .null) }
            })
    }

    /// Every event of these tenants but for the tenant's own id.
    fileprivate func events(of tenants: [String]) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        for tenant in tenants {
            let events = try await clubs.run(
                "log", "tail", "--tenant", tenant, "--from", "1", "--no-follow", "--json"
            ).jsonLines()
            #expect(!events.isEmpty)
            all += events.map { event in
                var event = event
                event["source"] = nil
                return event
            }
        }
        return all
    }

    /// A tenant as the log knows it before its first school.
    fileprivate func createEmptyTenant(_ slug: String) async throws {
        let tenant = UUID()
        try await change(
            "INSERT INTO log.tenant (slug, tenant, created_at) VALUES (\(slug), \(tenant), now())",
            "INSERT INTO log.head (tenant, position, recorded_at) VALUES (\(tenant), 0, 'epoch')")
    }
}
