import Synchronization

/// Work whose caller can be let go before it ends; it goes on then, cancelled and unheard.
package final class LeavableWork<Value: Sendable>: Sendable {
    private struct State {
        var caller: CheckedContinuation<Value, any Error>?
        var task: Task<Void, Never>?
        /// Why the caller was let go.
        var farewell: (any Error)?
    }

    private let state = Mutex(State())

    package init() {}

    /// Does the work, once.
    ///
    /// - Throws: What `body` throws, or why the caller was let go.
    package func run(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                let farewell = state.withLock { state in
                    guard state.farewell == nil else { return state.farewell }
                    state.caller = caller
                    state.task = Task {
                        do {
                            let value = try await body()
                            self.caller()?.resume(returning: value)
                        } catch {
                            self.caller()?.resume(throwing: error)
                        }
                    }
                    return nil
                }
                if let farewell { caller.resume(throwing: farewell) }
                if Task.isCancelled { cancel() }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Lets the caller go, unless the work has ended.
    package func leave(throwing error: any Error) {
        state.withLock { $0.farewell = error }
        caller()?.resume(throwing: error)
        cancel()
    }

    private func caller() -> CheckedContinuation<Value, any Error>? {
        state.withLock { state in
            defer { state.caller = nil }
            return state.caller
        }
    }

    private func cancel() {
        state.withLock { $0.task }?.cancel()
    }
}
