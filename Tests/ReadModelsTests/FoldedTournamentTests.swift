import Catalog
import EventSourcing
import EventStorage
import Pairing
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels
@testable import Tournaments

/// What is kept of tournaments between two questions, and when it is not.
struct FoldedTournamentTests {
    /// Some hundred events of one tournament.
    private let story = Story.randomTournament(seed: 6, wishes: 400)

    private func recorded() throws -> [(Recorded<EncodedEvent>, Tournament.Event)] {
        try story.recorded(in: World.tenant).compactMap { recorded in
            guard case .tournament(let event) = try EventCodec.catalog.decode(recorded.event)
            else { return nil }
            return (recorded, event)
        }
    }

    @Test func `behind each event it is what its events up to there make of it`() throws {
        let events = try recorded()
        try #require(events.count > 2 * FoldedTournament.stateInterval)
        var folded = FoldedTournament()
        for (recorded, event) in events { folded.apply(recorded, event) }
        var tournament = Tournament()
        #expect(folded.state(behind: 0) == tournament)
        for (recorded, event) in events {
            tournament.evolve(event)
            #expect(folded.version(at: recorded.position) == recorded.version)
            #expect(folded.state(behind: recorded.version) == tournament, "\(recorded.version)")
        }
        #expect(folded.version(at: 0) == 0)
        #expect(folded.state(behind: events.count + 1) == tournament)
    }

    @Test func `those asked for the longest ago go first, and what is too heavy is not kept`() {
        let kept = RecentlyUsed<Int, String>(limit: 25)
        kept.keep("a", weighing: 10, as: 1)
        kept.keep("b", weighing: 10, as: 2)
        #expect(kept[1] == "a")
        kept.keep("c", weighing: 10, as: 3)
        #expect([1, 2, 3].map { kept[$0] } == ["a", nil, "c"])
        kept.keep("d", weighing: 15, as: 3)
        #expect([1, 2, 3].map { kept[$0] } == ["a", nil, "d"])
        kept.keep("e", weighing: 26, as: 4)
        #expect((1...4).map { kept[$0] } == [nil, nil, nil, nil])
    }

    @Test func `a round is explained anew where it rests on something else`() throws {
        var history = TournamentHistory(
            plannedRounds: 3,
            entrants: (1...8).map { Entrant(number: $0, rating: 2000 - $0, rounds: []) })
        let explained = ExplainedRounds()
        let first = try explained.explanation(ofRound: 1, from: history)
        #expect(try explained.explanation(ofRound: 1, from: history) == first)
        history.entrants[7].requestBye(.halfPoint, inRound: 1)
        let second = try explained.explanation(ofRound: 1, from: history)
        #expect(try second == history.explanation(ofRound: 1) && second != first)
    }

    @Test func `a second question reads what is new, and all again in a log that is another`()
        async throws
    {
        try await World.with { world in
            let half = story.events.count / 2
            try await world.tell(story, events: 0..<half)
            try await world.runner().catchUp()
            func view(_ moment: Moment = .now, version: Int? = nil) async throws -> BracketView {
                let end = try await world.log.open(World.tenant, commands: []).head
                return try await world.queries.tournament(
                    .spring, in: World.tenant, through: end, at: moment, version: version
                ).value
            }
            let first = try await view()
            #expect(first.version == half)

            try await world.tell(story, events: half..<story.events.count)
            #expect(try await view().version == story.events.count)
            let then = try await view(.position(Position(half)))
            #expect(then.view == first.view && then.moments.count == story.events.count)
            #expect(try await view(version: half).view == first.view)

            // What is known is not read again.
            try await change(world, "SET data = replace(data::text, 'Spring', 'Stolen')::json")
            #expect(try await view().view.settings?.name == "Spring Open")
            // Another event in the last one's place: this is not the log that was read.
            try await change(
                world,
                """
                SET command_id = gen_random_uuid()
                WHERE position = (SELECT max(position) FROM log.event)
                """)
            #expect(try await view().view.settings?.name == "Stolen Open")
            // One that ends earlier.
            try await change(
                world, "SET data = replace(data::text, 'Stolen', 'Shorter')::json")
            try await change(world, "SET tenant = gen_random_uuid() WHERE position > \(half)")
            #expect(try await view().view.settings?.name == "Shorter Open")
        }
    }

    /// As nobody may, who is not the owner.
    private func change(_ world: World, _ change: SQL) async throws {
        let owner = Pool(world.configuration)
        _ = try await owner.query("UPDATE log.event \(change)")
        await owner.close()
    }
}
