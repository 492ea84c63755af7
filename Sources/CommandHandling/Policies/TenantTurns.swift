import EventSourcing

/// Which tenants are being worked on, and which must wait after a failure, so that one tenant's
/// trouble stays its own.
actor TenantTurns {
    /// How many tenants are worked on at once.
    static let limit = 16
    /// How long a tenant waits after a failure: each time twice as long, until it has succeeded.
    static let standardPauses = Duration.milliseconds(500)...Duration.seconds(30)

    private struct Wait {
        let pause: Duration
        let end: ContinuousClock.Instant
    }

    private let pauses: ClosedRange<Duration>
    private var running: Set<TenantID> = []
    private var waits: [TenantID: Wait] = [:]

    init(pauses: ClosedRange<Duration> = standardPauses) {
        self.pauses = pauses
    }

    var isFull: Bool { running.count >= Self.limit }

    /// The tenants that cannot be taken now, in order.
    var closed: [TenantID] {
        let now = ContinuousClock.now
        return running.union(waits.filter { $0.value.end > now }.keys).sorted()
    }

    /// Begins the tenant's turn, unless it has one, must wait, or there is no room.
    func take(_ tenant: TenantID) -> Bool {
        guard !isFull, !running.contains(tenant) else { return false }
        if let wait = waits[tenant], wait.end > .now { return false }
        running.insert(tenant)
        return true
    }

    /// Ends the tenant's turn.
    func end(_ tenant: TenantID, hasFailed: Bool) {
        running.remove(tenant)
        guard hasFailed else {
            waits[tenant] = nil
            return
        }
        let pause = waits[tenant].map { min($0.pause * 2, pauses.upperBound) }
        let next = pause ?? pauses.lowerBound
        waits[tenant] = Wait(pause: next, end: .now + next)
    }
}
