import EventSourcing

/// Writes a network's batches down in a log, each right behind what is there.
actor Transcript {
    private let network: NetworkPlan
    private let log: any EventLog
    private(set) var head = Position.start
    private var isOpened = false
    private var end = Position.start

    init(of network: NetworkPlan, in log: any EventLog) {
        self.network = network
        self.log = log
    }

    /// Appends a batch, or finds that its very events are there.
    ///
    /// - Throws: `WorldFailure.otherEvents`, or a failure of the log.
    func take(_ batch: AppendBatch) async throws {
        guard !batch.events.isEmpty else { return }
        if !isOpened { try await open() }
        while batch.end > head {
            guard batch.after == head else { throw different(behind: batch.after) }
            do {
                try await log.append(
                    AppendBatch(
                        tenant: batch.tenant, after: batch.after, recordedAt: batch.recordedAt,
                        events: batch.events, texts: batch.texts, forgotten: batch.forgotten))
                head = batch.end
                end = batch.end
                return
            } catch LogFailure.raced {
                // Another run of the same world was faster, or somebody else has written.
                try await open()
            }
        }
        try await requireSame(batch)
        end = batch.end
    }

    /// - Throws: `WorldFailure.otherEvents` where the log goes on behind the story's end.
    func finish() throws {
        guard head == end else { throw different(behind: end) }
    }

    private func open() async throws {
        head = try await log.open(network.tenant, commands: []).head
        isOpened = true
    }

    private func requireSame(_ batch: AppendBatch) async throws {
        let there = try await log.read(
            batch.tenant, after: batch.after, types: nil, limit: batch.events.count)
        guard there.count == batch.events.count, there == batch.recorded
        else { throw different(behind: batch.after) }
    }

    private func different(behind position: Position) -> WorldFailure {
        .otherEvents(slug: network.slug, behind: position)
    }
}
