import EventSourcing
import Synchronization

/// A log whose reader stands still behind a read, with what it has read, and whose writer does at the
/// beginning of a turn, until the test lets it go.
package final class PausingLog<Base: EventLog>: WrappedLog {
    package let base: Base
    private let armed = Mutex<Pause?>(nil)
    private let armedTurn = Mutex<Pause?>(nil)

    package init(_ base: Base) { self.base = base }

    /// The next read that finds anything stands still.
    package func pauseNextRead() -> Pause {
        let pause = Pause()
        armed.withLock { $0 = pause }
        return pause
    }

    /// Whoever has the next turn stands still in it.
    package func pauseNextTurn() -> Pause {
        let pause = Pause()
        armedTurn.withLock { $0 = pause }
        return pause
    }

    package func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws {
        try await base.turn(of: tenant, for: concern) { opening in
            let pause = armedTurn.withLock { armed in
                defer { armed = nil }
                return armed
            }
            await pause?.stand()
            try await body(opening)
        }
    }

    package func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        let events = try await base.read(
            stream, of: tenant, after: version, through: position, limit: limit)
        return await pausing(events)
    }

    package func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        await pausing(
            try await base.read(tenant, after: position, types: types, limit: limit))
    }

    private func pausing(_ events: [Recorded<EncodedEvent>]) async -> [Recorded<EncodedEvent>] {
        guard !events.isEmpty else { return events }
        let pause = armed.withLock { armed in
            defer { armed = nil }
            return armed
        }
        await pause?.stand()
        return events
    }
}

/// A place where somebody stands still until the test lets it go on.
package final class Pause: Sendable {
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    private let (departures, departure) = AsyncStream.makeStream(of: Void.self)

    package init() {}

    /// Waits until somebody stands here.
    package func reached() async {
        for await _ in arrivals { return }
    }

    package func end() { departure.finish() }

    package func stand() async {
        arrival.finish()
        for await _ in departures {}
    }
}
