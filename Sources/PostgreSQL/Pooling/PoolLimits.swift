/// How much of the server a pool may take, and how long its callers may have to wait.
package struct PoolLimits: Sendable {
    /// Sessions on the server; each costs it a process and us a thread.
    package var maxConnections: Int
    /// Callers that may wait for a connection; more are refused at once.
    package var maxWaiters: Int
    /// How long a caller waits for a connection before it is refused.
    package var acquireTimeout: Duration

    package static let defaultMaxConnections = 8
    package static let defaultMaxWaiters = 1024
    package static let defaultAcquireTimeout: Duration = .seconds(10)

    package init(
        maxConnections: Int = defaultMaxConnections, maxWaiters: Int = defaultMaxWaiters,
        acquireTimeout: Duration = defaultAcquireTimeout
    ) {
        precondition(maxConnections >= 1, "a pool needs a connection")
        self.maxConnections = maxConnections
        self.maxWaiters = maxWaiters
        self.acquireTimeout = acquireTimeout
    }
}
