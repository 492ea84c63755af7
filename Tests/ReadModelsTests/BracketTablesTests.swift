import Catalog
import EventSourcing
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels
@testable import Tournaments

/// The rows of tournaments, which come from folded state: the same however they were written.
struct BracketTablesTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `an event changes no row of a part that it does not touch`(seed: UInt64) throws {
        let story = Story.randomTournament(seed: seed, wishes: 120)
        var fold = BracketFold(.spring)
        for recorded in story.recorded(in: World.tenant) {
            guard
                case .tournament(let event) = try EventCodec.catalog.decode(recorded.event)
            else { continue }
            let before = fold
            fold.apply(event, version: recorded.version, at: recorded.position)
            let (old, new) = (rows(before), rows(fold))
            for (part, changes) in new where before.positions[part] == fold.positions[part] {
                #expect(changes == old[part], "\(recorded.event.type) \(part)")
            }
        }
        #expect(fold.tournament.rounds.count > 0)
    }

    /// A part's rows are all that a fold makes where there was none before, by its position.
    private func rows(_ fold: BracketFold) -> [BracketPart: [Change]] {
        fold.positions.keys.reduce(into: [:]) { $0[$1] = fold.rows(of: $1) }
    }

    @Test(arguments: [1, 7, 500], 1...5 as ClosedRange<UInt64>)
    func `a rebuild equals having followed, in pages of any size`(
        page: Int, seed: UInt64
    ) async throws {
        try await World.with { world in
            try await world.tell(.randomTournament(seed: seed, wishes: 120))
            try await world.tell(
                .randomTournament(seed: seed + 5, wishes: 60, commands: 1000), to: World.other)
            try await world.runner(batch: page).catchUp()
            for tenant in [World.tenant, World.other] {
                let folded = try await world.folded(tenant, through: 10_000)
                #expect(!folded.entries(of: StandingRow.table).isEmpty)
                #expect(try await differences(between: world, and: folded, of: tenant) == [])
            }
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                let difference = try await VersionDifference.between(.first, version, in: pool)
                #expect(difference.isEmpty, "\(difference)")
                var verification = VersionVerification(log: world.log, pool: pool)
                try await verification.verify(World.tenant, .first)
                #expect(verification.faults == [])
            }
        }
    }

    @Test(arguments: [1, 13]) func `runners that know nothing of each other write what one would`(
        batch: Int
    ) async throws {
        let story = Story.randomTournament(seed: 5, wishes: 80)
        try await World.with { world in
            try await world.tell(story)
            for _ in stride(from: 0, to: story.events.count, by: batch) {
                let runner = world.runner(batch: batch)
                await runner.wake(World.tenant)
                try await runner.advance()
            }
            let folded = try await world.folded(through: 10_000)
            #expect(try await differences(between: world, and: folded) == [])
        }
    }

    @Test func `more tournaments than are remembered are folded again`() async throws {
        var story = Story()
        var tournaments = (0..<(ProjectionMemory.limit + 10)).map { number in
            (id: TournamentID.number(UInt16(1000 + number)), state: Tournament())
        }
        for command in [Tournament.Command.schedule(.spring), .openEntries, .closeEntries] {
            for index in tournaments.indices {
                story.play(&tournaments[index].state, tournaments[index].id, [command])
            }
        }
        try await World.with { [story] world in
            try await world.tell(story)
            try await world.runner(batch: 50).catchUp()
            let folded = try await world.folded(through: 10_000)
            #expect(
                folded.entries(of: TournamentRow.table).count == ProjectionMemory.limit + 10)
            #expect(try await differences(between: world, and: folded) == [])
        }
    }

    /// The page is halved until the event stands alone that the tables cannot hold.
    @Test(arguments: [1, 7, 500]) func `a quarantine leaves the rows as they were before the event`(
        page: Int
    ) async throws {
        var story = Story()
        var tournament = Tournament()
        story.play(&tournament, .spring, [.schedule(.spring), .openEntries])
        for number in 1...6 {
            story.play(&tournament, .spring, [.enter(.numbered(number), byes: [], by: .player)])
        }
        let before = story.events.count
        // No text in PostgreSQL may hold a NUL.
        let unfit = EncodedEvent(
            type: "tournament.amended", schema: 1,
            data: Array(
                #"{"changes":{"name":["Spring Open","a\u0000b"]},"level":"ok"}"#.utf8))
        story.add(encoded: unfit, to: StreamID<Tournament>.tournament(.spring).name)
        story.add(
            .entriesClosed as Tournament.Event, to: StreamID<Tournament>.tournament(.spring).name)
        try await World.with { [story] world in
            try await world.tell(story)
            let runner = world.runner(batch: page)
            try await runner.catchUp()
            #expect(await runner.quarantined[World.tenant]?.position == Position(before))
            let folded = try await world.folded(through: Position(before))
            #expect(try await differences(between: world, and: folded) == [])

            let owner = Pool(world.configuration)
            try await QuarantineWard(pool: owner).skip(
                World.tenant, .first, position: Position(before + 1), reason: "unfit",
                by: "root", at: .tuesday)
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == Position(before + 2))
            var verification = VersionVerification(log: world.log, pool: owner)
            try await verification.verify(World.tenant, .first)
            #expect(verification.faults == [])
            await owner.close()
        }
    }

    @Test(arguments: RealTournament.allCases)
    func `the tables have the standings of every round, as the fold has them`(
        real: RealTournament
    ) async throws {
        let story = try real.story()
        var tournament = Tournament()
        for recorded in story.recorded(in: World.tenant) {
            tournament.evolve(
                try EventCodec.catalog.decode(recorded.event, as: Tournament.Event.self))
        }
        try await World.with { [tournament] world in
            try await world.tell(story)
            try await world.runner(batch: 500).catchUp()
            let rows = try await world.queries.reading(World.tenant) { _, reader in
                try await reader.rows(Selection<StandingRow>().ordered(by: .round, .place))
            }
            #expect(tournament.rounds.count > 5)
            for round in 1...tournament.rounds.count {
                let stored = rows.filter { $0.round == round }
                let lines = tournament.standings(afterRound: round)
                #expect(stored.map(\.player) == lines.map(\.player))
                #expect(stored.map(\.rank) == lines.map(\.rank))
                #expect(stored.map(\.points) == lines.map(\.points))
                #expect(stored.map(\.tieBreaks) == lines.map(\.tieBreaks))
                #expect(stored.map(\.colourBalance) == lines.map(\.colourBalance))
            }
        }
    }
}
