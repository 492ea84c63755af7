/// A look at something slow, shared by all who ask while it is under way, none of whom waits for
/// longer than they want to: however many ask, and however long it takes, there is one at a time.
actor SharedLook<Finding: Sendable> {
    private let look: @Sendable () async -> Finding
    private var isUnderWay = false
    private var waiting: [Int: CheckedContinuation<Finding?, Never>] = [:]
    private var lastNumber = 0

    init(_ look: @escaping @Sendable () async -> Finding) {
        self.look = look
    }

    /// What the look under way finds, or one that begins now.
    ///
    /// - Returns: Nothing where it has not come in time; the look goes on.
    func finding(within limit: Duration) async -> Finding? {
        begin()
        lastNumber += 1
        let number = lastNumber
        let alarm = Task {
            try await Task.sleep(for: limit)
            stopWaiting(number)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { waiting[number] = $0 }
    }

    private func begin() {
        guard !isUnderWay else { return }
        isUnderWay = true
        Task { end(with: await look()) }
    }

    private func end(with finding: Finding) {
        isUnderWay = false
        let served = waiting.values
        waiting = [:]
        for waiter in served { waiter.resume(returning: finding) }
    }

    private func stopWaiting(_ number: Int) {
        waiting.removeValue(forKey: number)?.resume(returning: nil)
    }
}
