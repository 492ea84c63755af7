import Catalog
import Clubs
import EventSourcing
import EventStorage
import Foundation
import Logging
import Policies
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import CommandHandling

/// One tenant's trouble with policies and deadlines is its own.
@Suite struct PolicyTurnsTests {
    private let stuck = TenantID.number(1)

    @Test func `who has failed waits, and who has succeeded does not`() async {
        let turns = TenantTurns(pauses: .seconds(1000)...Duration.seconds(4000))
        #expect(await turns.take(stuck))
        #expect(await !turns.take(stuck))
        #expect(await turns.closed == [stuck])
        await turns.end(stuck, hasFailed: false)
        #expect(await turns.closed.isEmpty)
        #expect(await turns.take(stuck))
        await turns.end(stuck, hasFailed: true)
        #expect(await !turns.take(stuck))
        #expect(await turns.closed == [stuck])
    }

    @Test func `there is room for so many at once`() async {
        let turns = TenantTurns()
        for number in 1...TenantTurns.limit {
            #expect(await turns.take(.number(UInt16(number))))
        }
        #expect(await turns.isFull)
        #expect(await !turns.take(.number(200)))
        await turns.end(stuck, hasFailed: false)
        #expect(await turns.take(.number(200)))
    }

    @Test func `whoever comes second with a checkpoint is overtaken, and changes nothing`()
        async throws
    {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            let state = PolicyState(pool: pool)
            let late = deadline(7)
            try await log.create(stuck, slug: "stuck")
            try await log.append(stuckLog(accepting: SeatOfferID(UUID())))
            let marks = try await log.read(stuck, after: 0, types: nil, limit: 2).map(\.mark)
            for (from, last) in zip([Position.start, 1], marks) {
                #expect(try await state.behind(after: nil, limit: 9) == [stuck])
                try await state.advance(stuck, from: from, to: last, setting: [], clearing: [])
                await #expect(throws: PolicyState.Overtaken.self) {
                    try await state.advance(
                        stuck, from: from, to: last, setting: [late], clearing: [])
                }
                #expect(try await state.checkpoint(of: stuck) == last.position)
            }
            #expect(try await state.behind(after: nil, limit: 9) == [])
            // A failover has lost the row.
            _ = try await pool.query("DELETE FROM policy.checkpoint")
            await #expect(throws: PolicyState.Overtaken.self) {
                try await state.advance(
                    stuck, from: 1, to: marks[1], setting: [late], clearing: [])
            }
            #expect(try await state.checkpoint(of: stuck) == .start)
            #expect(try await state.due(at: late.dueAt).deadlines.isEmpty)
            await pool.close()
        }
    }

    @Test(arguments: [Position.start, 1])
    func `policies do not come to an event that the log has lost`(from: Position) async throws {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            let state = PolicyState(pool: pool)
            try await log.create(stuck, slug: "stuck")
            try await log.append(stuckLog(accepting: SeatOfferID(UUID())))
            let page = try await log.read(stuck, after: 0, types: nil, limit: 2)
            if from == 1 {
                try await state.advance(
                    stuck, from: 0, to: page[0].mark, setting: [], clearing: [])
            }
            // Another event in the place of the one that was read.
            let admin = Pool(configuration)
            _ = try await admin.query(
                "UPDATE log.event SET recorded_at = recorded_at + interval '1 s'")
            await admin.close()
            await #expect(throws: PolicyState.Overtaken.self) {
                try await state.advance(
                    stuck, from: from, to: page[1].mark, setting: [deadline(7)], clearing: [])
            }
            #expect(try await state.checkpoint(of: stuck) == from)
            #expect(try await state.due(at: deadline(7).dueAt).deadlines.isEmpty)
            await pool.close()
        }
    }

    /// A tenant with an event of a newer release, and with more overdue deadlines than a page has,
    /// each older than any other tenant's.
    @Test(.timeLimit(.minutes(30)))
    func `a stuck tenant keeps nobody waiting, and loses no deadline`() async throws {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            let state = PolicyState(pool: pool)
            try await World.with(log) { world in
                try await log.create(stuck, slug: "stuck")
                let offer = SeatOfferID(UUID())
                try await log.append(stuckLog(accepting: offer))
                try await setDeadlines((0..<PolicyState.pageLimit * 3 / 2).map(deadline), in: pool)
                // Its end has come with the acceptance, in the event before the unknown one.
                let accepted = deadline(4_000_000_000_000_000, key: "seat-offers:\(offer)")
                try await setDeadlines([accepted], in: pool)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let runner = PolicyRunner(
                        log: log, lanes: world.lanes, state: state, codec: .catalog,
                        logger: .silent)
                    let clock = DeadlineClock(
                        lanes: world.lanes, state: state, time: world.time, logger: .silent)
                    group.addTask { try await runner.run() }
                    group.addTask { try await clock.run() }
                    try await lapse(in: world)
                    // What came before the event that cannot be read is kept.
                    try await waitWhile { try await state.checkpoint(of: stuck) < 1 }
                    let left = try await pool.query(
                        "SELECT count(*) FROM policy.deadline WHERE key = \(accepted.key)")
                    #expect(try left.rows[0].decode(Int.self) == 0)
                    group.cancelAll()
                }
            }
            await pool.close()
        }
    }

    /// An offer made and lapsed in the healthy tenant.
    private func lapse(in world: World) async throws {
        try await world.foundClub(capacity: 1, offerHours: 1)
        let people = [try await world.student(), try await world.student()]
        for person in people { _ = try await world.join(person) }
        try await world.wish(
            .club(world.club, .leave(person: nil, reasonCode: nil)), as: people[0])
        for type in ["club.seat-offered", "club.seat-offer-lapsed"] {
            for try await page in world.log.follow(world.tenant, after: 0, types: [type])
            where !page.isEmpty {
                break
            }
            await world.time.advance(by: .seconds(3600))
        }
    }

    private var club: ClubID { ClubID(stuck.uuid) }

    private func deadline(_ number: Int) -> PolicyState.Deadline {
        deadline(number, key: "overdue:\(number)")
    }

    /// - Parameter number: In microseconds since 1970, when it is due.
    private func deadline(_ number: Int, key: String) -> PolicyState.Deadline {
        PolicyState.Deadline(
            tenant: stuck, key: key, dueAt: Timestamp(microseconds: Int64(number)),
            wish: Array(#"{"offerNextSeat":{"club":"\#(club)"}}"#.utf8),
            cause: EventID(command: CommandID(UUID()), index: 0))
    }

    private func setDeadlines(_ deadlines: [PolicyState.Deadline], in pool: Pool) async throws {
        for deadline in deadlines {
            _ = try await pool.query(
                """
                INSERT INTO policy.deadline (tenant, key, due_at, wish, cause)
                VALUES (\(stuck.uuid), \(deadline.key), \(deadline.dueAt),
                    \(JSON(bytes: deadline.wish)), \(deadline.cause.description))
                """)
        }
    }

    private func stuckLog(accepting offer: SeatOfferID) throws -> AppendBatch {
        let accepted = try EventCodec.catalog.encode(
            Club.Event.seatAccepted(offer: offer, person: PersonID(UUID())))
        let unknown = EncodedEvent(type: "club.from-the-future", schema: 1, data: Array("{}".utf8))
        let stream = StreamID.club(club).name
        return AppendBatch(
            tenant: stuck, after: .start, recordedAt: World.start,
            events: [accepted, unknown].enumerated().map { index, event in
                let command = CommandID(UUID())
                return NewEvent(
                    stream: stream, version: index + 1, event: event, occurredAt: World.start,
                    commandID: command, commandIndex: 0, digest: BodyDigest(bytes: []),
                    actor: Actor(capacity: .operator, via: .terminal), correlation: command)
            })
    }
}

extension Logger {
    /// What a test expects to fail is no news.
    fileprivate static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
