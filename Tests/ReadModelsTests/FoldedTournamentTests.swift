import Catalog
import EventSourcing
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

    @Test func `those asked for the longest ago go first, and one that is too long is not kept`()
        throws
    {
        let events = try recorded().prefix(10)
        var folded = FoldedTournament()
        for (recorded, event) in events { folded.apply(recorded, event) }
        let keys = [TournamentID.spring, .autumn, .number(22)].map {
            FoldedTournaments.Key(tenant: World.tenant, tournament: $0)
        }
        let folds = FoldedTournaments(limit: 25)
        folds.keep(folded, as: keys[0])
        folds.keep(folded, as: keys[1])
        #expect(folds[keys[0]]?.moments.count == 10)
        folds.keep(folded, as: keys[2])
        #expect(keys.map { folds[$0] != nil } == [true, false, true])
        folds.keep(folded, as: keys[2])
        #expect(keys.map { folds[$0] != nil } == [true, false, true])
        let small = FoldedTournaments(limit: 9)
        small.keep(folded, as: keys[0])
        #expect(small[keys[0]] == nil)
    }

    @Test func `a second question reads what is new, and all again in a log that is another`()
        async throws
    {
        try await World.with { world in
            let half = story.events.count / 2
            try await world.tell(story, events: 0..<half)
            try await world.runner().catchUp()
            func view(_ moment: Moment = .now, version: Int? = nil) async throws -> BracketView {
                try await world.queries.tournament(
                    .spring, in: World.tenant, at: moment, version: version
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
