/// The highest position known for each tenant, and who waits for a higher one.
///
/// A log raises them when it grows, a runner when a read model has caught up.
package actor Watermarks {
    /// Of every tenant of which one is known.
    package private(set) var positions: [TenantID: Position] = [:]
    private var waiters: [TenantID: [Int: Waiter]] = [:]
    private var observers: [Int: AsyncStream<TenantID>.Continuation] = [:]
    private var nextKey = 0

    private struct Waiter {
        let target: Position
        let continuation: CheckedContinuation<Void, Never>
    }

    package init() {}

    package func position(of tenant: TenantID) -> Position {
        positions[tenant] ?? .start
    }

    /// A lower position changes nothing.
    package func raise(_ tenant: TenantID, to position: Position) {
        guard position > self.position(of: tenant) else { return }
        positions[tenant] = position
        for (key, waiter) in waiters[tenant] ?? [:] where waiter.target <= position {
            release(tenant, key)
        }
        for observer in observers.values { observer.yield(tenant) }
    }

    /// Takes what the store said when it was asked, also where that is less: a failover may have
    /// lost what was known.
    ///
    /// - Parameter known: The position before the store was asked; where it has been raised since,
    ///   it does not fall.
    package func correct(_ tenant: TenantID, from known: Position, to position: Position) {
        if position < known, known == self.position(of: tenant) {
            positions[tenant] = position
        } else {
            raise(tenant, to: position)
        }
    }

    /// Each tenant whose watermark has been raised; a slow observer misses repeats, not tenants
    /// that it polls for.
    package func changes(buffering limit: Int = 1024) -> AsyncStream<TenantID> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: TenantID.self, bufferingPolicy: .bufferingNewest(limit))
        let key = makeKey()
        observers[key] = continuation
        continuation.onTermination = { [weak self] _ in
            // The stream's consumer has gone; nobody is left to own this.
            Task { await self?.removeObserver(key) }
        }
        return stream
    }

    /// Waits until the tenant has reached `position`, for `limit` at most.
    ///
    /// - Returns: Whether it has been reached.
    package func wait(
        for tenant: TenantID, toReach position: Position, atMost limit: Duration
    ) async -> Bool {
        guard self.position(of: tenant) < position else { return true }
        let key = makeKey()
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.suspend(tenant, position, key) }
            group.addTask {
                // A cancelled sleep ends the wait early, which is what cancelling it asks for.
                try? await ContinuousClock().sleep(for: limit)
            }
            await group.next()
            release(tenant, key)
            group.cancelAll()
            return self.position(of: tenant) >= position
        }
    }

    private func suspend(_ tenant: TenantID, _ target: Position, _ key: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard position(of: tenant) < target, !Task.isCancelled else {
                    return continuation.resume()
                }
                waiters[tenant, default: [:]][key] = Waiter(
                    target: target, continuation: continuation)
            }
        } onCancel: {
            Task { await self.release(tenant, key) }
        }
    }

    private func release(_ tenant: TenantID, _ key: Int) {
        guard let waiter = waiters[tenant]?.removeValue(forKey: key) else { return }
        if waiters[tenant]?.isEmpty == true { waiters[tenant] = nil }
        waiter.continuation.resume()
    }

    private func removeObserver(_ key: Int) {
        observers[key] = nil
    }

    private func makeKey() -> Int {
        nextKey += 1
        return nextKey
    }
}
