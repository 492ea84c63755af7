import CommandHandling
import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// `clubs demo --once`: the story as a whole, told twice.
@Suite(.timeLimit(.minutes(10))) struct DemoTests {
    @Test func `three real tournaments are brought in, and one goes on by our own engine`()
        async throws
    {
        try await Workplace.with { place in
            let told = try await place.clubs.run(["demo", "--once"])
            #expect(told.status == 0, "\(told)")
            for words in [
                "an open of 2005, 284 players", "an online blitz in May 2020, 13 players",
                "an online blitz in June 2020, 9 players", "goes on here to round 10",
            ] {
                #expect(told.output.contains(words), "\(words)")
            }
            let totals = try await place.totals()
            let verified = try await place.clubs.run("log", "verify")
            #expect(verified.status == 0, "\(verified)")
            let types = try await place.clubs.run("log", "count", "--json")
            #expect(types.output.contains("tournament.finalized"), "\(types)")

            let again = try await place.clubs.run(["demo", "--once"])
            #expect(again.status == 0, "\(again)")
            #expect(try await place.totals() == totals)
        }
    }

    @Test func `a story that was cut off in the middle of a game goes on to the same end`()
        async throws
    {
        let whole = try await Workplace.with { place in
            try await place.tell()
            return (try await place.end(of: Self.goesOn), try await place.eventCount())
        }
        let cut = try await Workplace.with { place in
            // Six rounds came from the file, and the seventh is the first of our own.
            _ = try await place.clubs.inPipe(["demo", "--once"]) { story in
                try await place.wait(for: 7, "tournament.round-paired", in: Self.goesOn)
                try story.kill()
            }
            #expect(try await place.eventCount() < whole.1)
            try await place.tell()
            return (try await place.end(of: Self.goesOn), try await place.eventCount())
        }
        #expect(cut.0 == whole.0)
        #expect(cut.1 == whole.1)
    }

    /// The stream of the tournament that our own engine takes on.
    private static let goesOn =
        "tournament-"
        + DerivedID.command(principal: "demo", key: "online-blitz-2020-05-goes-on").uuid
        .uuidString.lowercased()
}

extension Workplace {
    fileprivate func tell() async throws {
        let told = try await clubs.run("demo", "--once")
        try #require(told.status == 0, "\(told)")
    }

    /// The final standings as they were recorded.
    fileprivate func end(of stream: String) async throws -> JSONValue {
        let shown = try await clubs.run(
            "log", "stream", stream, "--tenant", "karate-demo", "--json")
        try #require(shown.status == 0, "\(shown)")
        let final = try shown.jsonLines().filter {
            $0["type"]?.string?.contains("tournament.finalized") == true
        }
        try #require(final.count == 1, "\(shown)")
        return try #require(final[0]["data"])
    }

    fileprivate func eventCount() async throws -> Int {
        let connection = try await Connection.open(configuration)
        let count = try await connection.query("SELECT count(*) FROM log.event")
        await connection.close()
        return try #require(count.rows.first).decode(Int.self)
    }

    /// Looks until so many events of a type are in a stream.
    fileprivate func wait(for count: Int, _ type: String, in stream: String) async throws {
        let connection = try await Connection.open(configuration)
        var found = 0
        while found < count {
            try Task.checkCancellation()
            found = try await connection.query(
                """
                SELECT count(*) FROM log.event WHERE stream = \(stream) AND type = \(type)
                """
            ).rows[0].decode(Int.self)
        }
        await connection.close()
    }
}
