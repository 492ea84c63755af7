/// How often a request may be sent again whose connection has ended.
struct Resendings {
    /// A read that ends its connection twice may be why it ends.
    private static let lostReadLimit = 1

    private var unsentLeft: Int
    private var lostReadsLeft: Int

    /// - Parameter connections: How many may be dead at once, each of which is found out once.
    init(of statements: [SQL], connections: Int) {
        unsentLeft = connections
        let isRead = statements.allSatisfy { $0.effect == .reads }
        lostReadsLeft = isRead ? Self.lostReadLimit : 0
    }

    /// Whether it may be sent again; counted.
    mutating func allow(after failure: PostgresFailure) -> Bool {
        guard failure.code == .connectionLost else { return false }
        if failure.wasNeverSent {
            unsentLeft -= 1
            return unsentLeft >= 0
        }
        lostReadsLeft -= 1
        return lostReadsLeft >= 0
    }
}
