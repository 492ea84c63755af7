import CommandHandling
import Synchronization

/// What requests wait for, so that a service that has to end can still answer them.
final class UnansweredRequests: Sendable {
    private struct State {
        var isOver = false
        var farewells: [ObjectIdentifier: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Waits for `body`, until `answerAll` says that there is no more time.
    ///
    /// - Parameter failure: What is true of a `body` that nobody waits for any more.
    /// - Throws: What `body` throws, or `failure`; `CommandFailure.unavailable` where there is no
    ///   time even to begin.
    func wait<Value: Sendable>(
        or failure: CommandFailure, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let work = LeavableWork<Value>()
        let id = ObjectIdentifier(work)
        let isOver = state.withLock { state in
            if !state.isOver { state.farewells[id] = { work.leave(throwing: failure) } }
            return state.isOver
        }
        guard !isOver else { throw CommandFailure.unavailable }
        defer { state.withLock { $0.farewells[id] = nil } }
        return try await work.run(body)
    }

    /// Answers all that wait, and refuses whatever comes later.
    ///
    /// - Returns: How many have waited.
    func answerAll() -> Int {
        let farewells = state.withLock { state in
            state.isOver = true
            defer { state.farewells = [:] }
            return Array(state.farewells.values)
        }
        for farewell in farewells { farewell() }
        return farewells.count
    }
}
