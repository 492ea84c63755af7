import EventSourcing
import EventStorage
import PostgreSQL
import Synchronization
import TestSupport
import Testing

@testable import ReadModels

/// Another version is shown, whatever happens meanwhile.
struct SwitchTests {
    @Test func `a switch shows the new version whole, and the old one is a command away`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 22, count: 200)
            try await world.tell(story, events: 0..<100)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                try await world.tell(story, events: 100..<150)
                try await runner.catchUp()
                #expect(try await builder.show("main-2") == .first)
                #expect(try await ReadVersion.current(in: pool) == version)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 150))
                        == [])
                // The runner goes over to what is shown, and the old version stays where it is.
                try await world.tell(story, events: 150..<200)
                try await runner.catchUp()
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 200))
                        == [])
                let kept = try await TenantLag.furthest(.first, limit: 1, in: pool)
                #expect(kept.map(\.events) == [50])
                #expect(try await builder.show("main-1") == version)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 200))
                        == [])
            }
        }
    }

    @Test func `a version is shown though what is shown moves with each read of the log`()
        async throws
    {
        try await withSerial { world, serial, _ in
            let log = BusyLog(world, whileFree: serial.goOn)
            try await world.withBuilder(log: log) { builder, _ in
                let kept = try await builder.show("main-2")
                #expect(kept == .first)
            }
            #expect(serial.told > 101)
            let folded = try await world.folded(through: Position(serial.told))
            #expect(try await differences(between: world, and: folded) == [])
        }
    }

    @Test func `a tenant that is new while what is shown is held is shown too`() async throws {
        try await withSerial { world, serial, runner in
            let newcomer = Story.random(seed: 32, count: 10, commands: 1000)
            let isTold = Mutex(false)
            let log = BusyLog(world, whileFree: serial.goOn) {
                let isFirst = isTold.withLock { isTold in
                    defer { isTold = true }
                    return !isTold
                }
                guard isFirst else { return }
                try await world.tell(newcomer, to: World.other)
                try await runner.catchUp()
            }
            try await world.withBuilder(log: log) { builder, _ in
                let kept = try await builder.show("main-2")
                #expect(kept == .first)
            }
            #expect(isTold.withLock { $0 })
            let folded = try await world.folded(World.other, through: 10)
            #expect(try await differences(between: world, and: folded, of: World.other) == [])
        }
    }

    /// Lends `body` a world with `main-2` built, and a story that goes on, one event ahead of it.
    private func withSerial(
        _ body: @Sendable (World, Serial, ProjectionRunner) async throws -> Void
    ) async throws {
        try await World.with { world in
            let story = Story.random(seed: 30, count: 200)
            try await world.tell(story, events: 0..<100)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, _ in
                _ = try await builder.build("main-2", at: .tuesday)
            }
            let serial = Serial(story, from: 100, in: world, followedBy: runner)
            try await serial.goOn()
            try await body(world, serial, runner)
        }
    }

    @Test func `readers beside a switch see one version or the other, and never go back`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 23, count: 240)
            try await world.tell(story, events: 0..<120)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, _ in
                _ = try await builder.build("main-2", at: .tuesday)
                try await withThrowingTaskGroup { group in
                    group.addTask { try await runner.run() }
                    group.addTask {
                        var last = Position.start
                        while last < 240 {
                            let (position, clubs) = try await world.queries.reading(World.tenant) {
                                ($0, try await $1.rows(Selection<ClubRow>()))
                            }
                            #expect(position >= last)
                            #expect(!clubs.isEmpty)
                            last = position
                        }
                    }
                    for start in stride(from: 120, to: 240, by: 20) {
                        try await world.tell(story, events: start..<(start + 20))
                        _ = try await builder.show(start % 40 == 0 ? "main-2" : "main-1")
                    }
                    #expect(await runner.reached(World.tenant, 240, within: .seconds(60)))
                    try await group.next()
                    group.cancelAll()
                }
            }
            #expect(
                try await differences(between: world, and: try await world.folded(through: 240))
                    == [])
        }
    }
}

/// A log with every read of which something happens: while what is shown is held, or else.
private final class BusyLog: WrappedLog {
    let base: PostgresLog
    private let world: World
    private let whileFree: @Sendable () async throws -> Void
    private let whileHeld: @Sendable () async throws -> Void

    init(
        _ world: World, whileFree: @escaping @Sendable () async throws -> Void,
        whileHeld: @escaping @Sendable () async throws -> Void = {}
    ) {
        base = world.log
        self.world = world
        self.whileFree = whileFree
        self.whileHeld = whileHeld
    }

    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        let events = try await base.read(tenant, after: position, types: types, limit: limit)
        let free = try await world.pool.query(
            """
            SELECT FROM read.checkpoint
            WHERE projector = \(ReadVersion.first.name) AND tenant = \(World.tenant.uuid)
            FOR UPDATE SKIP LOCKED
            """)
        try await free.rows.isEmpty ? whileHeld() : whileFree()
        return events
    }
}

/// A story told an event at a time to a world whose service follows it at once.
private final class Serial: Sendable {
    private let world: World
    private let story: Story
    private let runner: ProjectionRunner
    private let next: Mutex<Int>

    init(_ story: Story, from next: Int, in world: World, followedBy runner: ProjectionRunner) {
        self.world = world
        self.story = story
        self.runner = runner
        self.next = Mutex(next)
    }

    /// How many of its events are told.
    var told: Int { next.withLock { $0 } }

    func goOn() async throws {
        let place = told
        guard place < story.events.count else { return }
        try await world.tell(story, events: place..<(place + 1))
        next.withLock { $0 += 1 }
        try await runner.catchUp()
    }
}
