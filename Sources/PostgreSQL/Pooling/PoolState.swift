/// Which connections a pool has, who uses them, and who waits: a value without I/O.
///
/// A slot is a connection or the right to make one. It is leased to one caller, or shared by
/// several who pipeline on it. Waiters are served in the order of their coming.
struct PoolState {
    enum Use {
        case exclusive
        case shared
    }

    /// What a caller gets.
    enum Grant {
        case connection(Connection, slot: Int)
        /// The caller has to connect, and to report how that went.
        case vacancy(slot: Int)
    }

    struct Waiter {
        let ticket: UInt64
        let use: Use
        let answer: CheckedContinuation<Grant, any Error>
    }

    private struct Slot {
        var connection: Connection?
        var users = 0
        var isLeased = false
    }

    let limits: PoolLimits
    private(set) var isClosed = false
    private var slots: [Int: Slot] = [:]
    private var nextSlot = 0
    private var waiters = Queue<Waiter>()

    init(limits: PoolLimits) {
        self.limits = limits
    }

    var isWaitingFull: Bool { waiters.count >= limits.maxWaiters }
    /// All slots, those being connected included.
    var connectionCount: Int { slots.count }

    /// A connection or a vacancy, unless everybody must wait.
    mutating func grant(_ use: Use) -> Grant? {
        waiters.isEmpty ? grantNow(use) : nil
    }

    private mutating func grantNow(_ use: Use) -> Grant? {
        for (id, slot) in slots where slot.users == 0 && slot.connection?.isOpen == false {
            slots[id] = nil
        }
        if let id = idleSlot { return take(id, use) }
        if slots.count < limits.maxConnections {
            nextSlot += 1
            slots[nextSlot] = Slot(users: 1, isLeased: use == .exclusive)
            return .vacancy(slot: nextSlot)
        }
        guard use == .shared, let id = leastLoadedSharedSlot else { return nil }
        return take(id, use)
    }

    private var idleSlot: Int? {
        slots.first { $0.value.users == 0 && $0.value.connection != nil }?.key
    }

    private var leastLoadedSharedSlot: Int? {
        slots.filter { !$0.value.isLeased && $0.value.connection?.isOpen == true }
            .min { ($0.value.users, $0.key) < ($1.value.users, $1.key) }?.key
    }

    private mutating func take(_ id: Int, _ use: Use) -> Grant? {
        guard let connection = slots[id]?.connection else { return nil }
        slots[id]?.users += 1
        slots[id]?.isLeased = use == .exclusive
        return .connection(connection, slot: id)
    }

    mutating func wait(_ waiter: Waiter) {
        waiters.append(waiter)
    }

    mutating func stopWaiting(_ ticket: UInt64) -> Waiter? {
        waiters.remove { $0.ticket == ticket }
    }

    /// The caller who had the vacancy has connected.
    mutating func connected(_ slot: Int, _ connection: Connection) {
        slots[slot]?.connection = connection
    }

    /// A caller is done, or could not connect; `isBroken` takes the connection out of use.
    mutating func release(_ slot: Int, isBroken: Bool) {
        slots[slot]?.users -= 1
        slots[slot]?.isLeased = false
        if isBroken { slots[slot]?.connection = nil }
        if slots[slot]?.users == 0, slots[slot]?.connection == nil { slots[slot] = nil }
    }

    /// Who can go on now, with what. A caller for exclusive use at the head keeps those behind it
    /// waiting, so shared connections run empty for it.
    mutating func served() -> [(Waiter, Grant)] {
        guard !isClosed else { return [] }
        var result: [(Waiter, Grant)] = []
        while let next = waiters.first, let grant = grantNow(next.use) {
            waiters.popFirst()
            result.append((next, grant))
        }
        return result
    }

    /// Everything there is, to be closed; nobody gets anything afterwards.
    mutating func close() -> (connections: [Connection], waiters: [Waiter]) {
        isClosed = true
        defer { slots = [:] }
        return (slots.values.compactMap(\.connection), waiters.removeAll())
    }
}
