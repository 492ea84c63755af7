import Catalog
import Clubs
import CommandHandling
import Directory
import EventSourcing
import EventStorage
import Foundation
import Logging

/// Plays one network's stories through the lanes and deciders, under a scripted clock.
///
/// Time stands still while a scene is played: first all its wishes, then what the policies make of
/// their events, then what follows from that, until nothing follows. Before time moves on, each
/// deadline in between has its own moment. So the log depends on the plan alone, and neither on
/// how commands are cut into batches nor on what the machine does meanwhile.
struct NetworkRun {
    /// A command as it was sent, at its moment.
    typealias Listener = @Sendable (CommandRequest, Timestamp) async throws -> Void

    let plan: NetworkPlan
    let lanes: Lanes
    let clock: ScriptedTime
    let batchLimit: Int
    let listener: Listener?

    private let codec = EventCodec.catalog
    private var state = NetworkState()
    private var policies = ScriptedPolicies()
    private var now: Timestamp
    private var sent = 0
    private(set) var summary = WorldSummary()

    init(
        plan: NetworkPlan, lanes: Lanes, clock: ScriptedTime, batchLimit: Int,
        listener: Listener?
    ) {
        self.plan = plan
        self.lanes = lanes
        self.clock = clock
        self.batchLimit = batchLimit
        self.listener = listener
        now = plan.world.start
    }

    /// - Returns: The deadlines that lie ahead when the last week is over.
    mutating func play() async throws -> [PolicyState.Deadline] {
        let cast = Cast(plan)
        for story in SeedStories.all {
            for scene in story.beginning(of: cast) { try await play(scene) }
        }
        for week in 0..<plan.world.weeks {
            let scenes = SeedStories.all.flatMap { $0.scenes(of: cast, week: week) }
            // The order of the stories decides between scenes of one moment.
            let inOrder = scenes.enumerated().sorted {
                ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
            }
            for scene in inOrder.map(\.element) { try await play(scene) }
        }
        try await letDeadlinesPass(through: plan.world.end)
        summary.networks = 1
        summary.clubs = state.clubs.count
        summary.people = state.people.count
        return try policies.outstanding()
    }

    private mutating func play(_ scene: Scene) async throws {
        try await letDeadlinesPass(through: scene.at)
        try await turn(to: scene.at)
        try await carryOut(try scene.wishes(state).map { try request($0) })
    }

    private mutating func letDeadlinesPass(through time: Timestamp) async throws {
        while let (at, request) = try policies.nextDue(through: time) {
            try await turn(to: max(at, now))
            try await carryOut([request])
        }
    }

    private mutating func turn(to time: Timestamp) async throws {
        precondition(time >= now, "scenes come in the order of their moments")
        now = time
        await clock.set(time)
    }

    private mutating func request(_ intent: Intent) throws -> CommandRequest {
        sent += 1
        let stream = intent.wish.stream
        let version = intent.isVersioned ? state.version(of: stream) : nil
        let id = DerivedID.command(
            principal: "\(plan.tenant)/\(intent.principal.name)", key: "seed/\(sent)")
        var json = try JSONValue(encoding: intent.wish)
        json["expectedVersion"] = version.map { .integer(Int64($0)) }
        return CommandRequest(
            tenant: plan.tenant, id: id, digest: try BodyDigest(ofCommand: json),
            principal: intent.principal, wish: intent.wish, expecting: version)
    }

    /// Wave by wave: the commands, then what follows from all their events.
    private mutating func carryOut(_ requests: [CommandRequest]) async throws {
        var wave = requests
        while !wave.isEmpty {
            var reactions: [CommandRequest] = []
            for start in stride(from: 0, to: wave.count, by: batchLimit) {
                // The world is given up where another network has failed.
                try Task.checkCancellation()
                let batch = Array(wave[start..<min(start + batchLimit, wave.count)])
                if let listener {
                    for request in batch { try await listener(request, now) }
                }
                for result in try await lanes.execute(batch: batch) {
                    reactions += try take(result)
                }
            }
            wave = reactions
        }
    }

    private mutating func take(
        _ result: Result<Outcome, any Error>
    ) throws -> [CommandRequest] {
        summary.commands += 1
        switch result {
        case .failure(let error):
            guard error.isRefusal else { throw error }
            summary.refused += 1
        case .success(let outcome):
            summary.events += outcome.events.count
            var reactions: [CommandRequest] = []
            for encoded in outcome.events {
                let event = try encoded.decoded { try codec.decode($0) }
                state.evolve(event)
                reactions += try policies.react(to: event)
            }
            return reactions
        }
        return []
    }
}

/// What a world has come to.
package struct WorldSummary: Sendable {
    package var networks = 0
    package var people = 0
    package var clubs = 0
    package var commands = 0
    /// By the deciders' rules, as in life.
    package var refused = 0
    package var events = 0

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.networks += right.networks
        sum.people += right.people
        sum.clubs += right.clubs
        sum.commands += right.commands
        sum.refused += right.refused
        sum.events += right.events
        return sum
    }
}

extension Error {
    /// Whether a rule has said no, as in life; else the store or the story is at fault.
    fileprivate var isRefusal: Bool {
        switch self {
        case is Club.Rejection, is Person.Rejection, is School.Rejection: true
        case let failure as CommandFailure: failure.isRefusal
        default: false
        }
    }
}

extension CommandFailure {
    fileprivate var isRefusal: Bool {
        switch self {
        case .stale, .notAllowed, .actingNotLinked, .notFound, .invalidText, .controlCharacters,
            .unreadableReport:
            true
        case .unavailable, .outcomeUnknown, .overloaded, .newerRelease, .malformedEvent,
            .unknownTenant, .idempotencyMismatch:
            false
        }
    }
}

extension JSONValue {
    package init(encoding value: some Encodable) throws {
        self = try JSONDecoder().decode(
            JSONValue.self, from: JSONEncoder.canonical.encode(value))
    }
}
