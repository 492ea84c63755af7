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

    /// Appends a batch, or what is missing of it; what is there has to be its very events.
    ///
    /// A run that was cut off, or goes on at the same time, may have cut its batches elsewhere.
    ///
    /// - Throws: `WorldFailure.otherEvents`, or a failure of the log.
    func take(_ batch: AppendBatch) async throws {
        guard !batch.events.isEmpty else { return }
        if !isOpened { try await open() }
        while batch.end > head {
            let there = head.value - batch.after.value
            // A log that has lost what was told before.
            guard there >= 0 else { throw different(behind: head) }
            try await requireSame(batch, first: there)
            do {
                try await log.append(batch.withoutFirst(there))
                head = batch.end
                end = batch.end
                return
            } catch LogFailure.raced {
                // Another run of the same world was faster, or somebody else has written.
                try await open()
            }
        }
        try await requireSame(batch, first: batch.events.count)
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

    private func requireSame(_ batch: AppendBatch, first count: Int) async throws {
        guard count > 0 else { return }
        let there = try await log.read(
            batch.tenant, after: batch.after, types: nil, limit: count)
        guard there.elementsEqual(batch.recorded.prefix(count))
        else { throw different(behind: batch.after) }
    }

    private func different(behind position: Position) -> WorldFailure {
        .otherEvents(slug: network.slug, behind: position)
    }
}

extension AppendBatch {
    /// What is to be stored where its first events are there already; a text is stored with the
    /// events that refer to it.
    fileprivate func withoutFirst(_ count: Int) -> AppendBatch {
        let missing = Array(events.dropFirst(count))
        let data = missing.map { String(decoding: $0.event.data, as: UTF8.self) }
        return AppendBatch(
            tenant: tenant, after: after + count, recordedAt: recordedAt, events: missing,
            texts: count == 0
                ? texts
                : texts.filter { text in data.contains { $0.contains(text.reference.text) } },
            forgotten: forgotten)
    }
}
