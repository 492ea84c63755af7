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
}
