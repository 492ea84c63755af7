/// Lets everybody pass until it is closed; then they wait, and a test sees how many do.
actor Gate {
    private var isClosed = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func close() {
        isClosed = true
    }

    /// Lets those who wait go, and everybody after them.
    func open() {
        isClosed = false
        for one in waiting { one.resume() }
        waiting = []
    }

    /// How many wait.
    var count: Int { waiting.count }

    /// Returns when so many wait.
    func waitFor(_ count: Int) async {
        guard waiting.count < count else { return }
        await withCheckedContinuation { watchers.append((count, $0)) }
    }

    func pass() async {
        guard isClosed else { return }
        await withCheckedContinuation { one in
            waiting.append(one)
            for watcher in watchers where watcher.count <= waiting.count {
                watcher.continuation.resume()
            }
            watchers.removeAll { $0.count <= waiting.count }
        }
    }
}
