/// The log in memory: for tests, rehearsals, and as the shortest statement of what a log does.
package actor MemoryLog: EventLog {
    private struct Tenant {
        let slug: String
        var events: [Recorded<EncodedEvent>] = []
        /// Where each stream's events stand among `events`.
        var streams: [StreamName: [Int]] = [:]
        var digests: [CommandID: BodyDigest] = [:]
        var isLocked = false
        var queue: [CheckedContinuation<Void, Never>] = []
        var head: Position { events.last?.position ?? .start }
        func known(_ commands: [CommandID]) -> [CommandID: BodyDigest] {
            var known: [CommandID: BodyDigest] = [:]
            for command in commands { known[command] = digests[command] }
            return known
        }
        func version(of stream: StreamName) -> Int {
            streams[stream]?.last.map { events[$0].version } ?? 0
        }
        var recordedAt: Timestamp { events.last?.recordedAt ?? Timestamp(microseconds: 0) }
    }

    private var tenants: [TenantID: Tenant] = [:]
    private var vault: [VaultText] = []
    package nonisolated let watermarks = Watermarks()

    /// Told of each batch before it counts; what it throws fails the append.
    private let mirror: (@Sendable (AppendBatch) async throws -> Void)?

    package init(mirror: (@Sendable (AppendBatch) async throws -> Void)? = nil) {
        self.mirror = mirror
    }

    package func create(_ tenant: TenantID, slug: String) throws {
        if tenants[tenant]?.slug == slug { return }
        guard !tenants.values.contains(where: { $0.slug == slug }), tenants[tenant] == nil
        else { throw LogFailure.slugTaken(slug) }
        tenants[tenant] = Tenant(slug: slug)
    }

    package func heads(after tenant: TenantID?, limit: Int) -> [TenantHead] {
        tenants.sorted { $0.key < $1.key }
            .filter { entry in tenant.map { $0 < entry.key } ?? true }
            .prefix(limit)
            .map { TenantHead(tenant: $0.key, slug: $0.value.slug, position: $0.value.head) }
    }

    package func tenant(slug: String) -> TenantID? {
        tenants.first { $0.value.slug == slug }?.key
    }

    package func open(_ tenant: TenantID, commands: [CommandID]) throws -> Opening {
        let found = try find(tenant)
        return Opening(
            head: found.head,
            recordedAt: found.recordedAt, known: found.known(commands))
    }

    @discardableResult
    package func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        await lock(batch.tenant)
        defer { unlock(batch.tenant) }
        return try await write(batch)
    }

    package func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result {
        _ = try find(tenant)
        await lock(tenant)
        defer { unlock(tenant) }
        return try await body(Locked(log: self, tenant: tenant))
    }

    package func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) throws -> [Recorded<EncodedEvent>] {
        let found = try find(tenant)
        let events = (found.streams[stream] ?? []).lazy.map { found.events[$0] }
            .filter { $0.version > version && $0.position <= position }
        return Array(events.prefix(limit))
    }

    package func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) throws -> [Recorded<EncodedEvent>] {
        let events = try find(tenant).events.dropFirst(position.value).lazy
            .filter { types?.contains($0.event.type) ?? true }
        return Array(events.prefix(limit))
    }

    package func events(of command: CommandID, in tenant: TenantID) throws
        -> [Recorded<EncodedEvent>]
    {
        try find(tenant).events.filter { $0.commandID == command }
    }

    package func position(of tenant: TenantID, at time: Timestamp) throws -> Position {
        try find(tenant).events.last { $0.recordedAt <= time }?.position ?? .start
    }

    /// What the vault holds of a person, by reference.
    package func texts(of subject: PersonID) -> [VaultText] {
        vault.filter { $0.subject == subject }
    }

    private func find(_ tenant: TenantID) throws -> Tenant {
        guard let found = tenants[tenant] else { throw LogFailure.unknownTenant(tenant) }
        return found
    }

    fileprivate func write(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        let known = try check(batch)
        try await mirror?(batch)
        for event in batch.events where event.commandIndex == 0 {
            tenants[batch.tenant]?.digests[event.commandID] = event.digest
        }
        for event in batch.recorded {
            tenants[batch.tenant]?.streams[event.stream, default: []].append(
                event.position.value - 1)
        }
        tenants[batch.tenant]?.events += batch.recorded
        vault += batch.texts
        if !batch.forgotten.isEmpty {
            vault.removeAll { batch.forgotten.contains($0.subject) }
        }
        await watermarks.raise(batch.tenant, to: batch.end)
        return known
    }

    /// Refuses what does not stand at the head; what the batch asks is true there.
    private func check(_ batch: AppendBatch) throws -> [CommandID: BodyDigest] {
        let found = try find(batch.tenant)
        guard found.head == batch.after,
            found.recordedAt == batch.afterRecordedAt ?? found.recordedAt,
            batch.behind == nil || found.events.last?.commandID == batch.behind
        else { throw LogFailure.raced(batch.tenant) }
        try requireUnique(batch.events, in: found)
        return found.known(batch.asking)
    }

    /// Refuses what PostgreSQL's unique keys refuse.
    private func requireUnique(_ events: [NewEvent], in tenant: Tenant) throws {
        var versions: [StreamName: Int] = [:]
        var commands: Set<CommandID> = []
        for event in events {
            let last = versions[event.stream] ?? tenant.version(of: event.stream)
            let isRepeated =
                event.commandIndex == 0
                && (tenant.digests[event.commandID] != nil
                    || !commands.insert(event.commandID).inserted)
            guard event.version > last, !isRepeated else {
                let id = EventID(command: event.commandID, index: event.commandIndex)
                throw LogFailure.invalid(Repeated(event: id))
            }
            versions[event.stream] = event.version
        }
    }

    private struct Repeated: Error {
        let event: EventID
    }

    private func lock(_ tenant: TenantID) async {
        guard tenants[tenant]?.isLocked == true else {
            tenants[tenant]?.isLocked = true
            return
        }
        await withCheckedContinuation { tenants[tenant]?.queue.append($0) }
    }

    private func unlock(_ tenant: TenantID) {
        guard let next = tenants[tenant]?.queue.first else {
            tenants[tenant]?.isLocked = false
            return
        }
        tenants[tenant]?.queue.removeFirst()
        next.resume()
    }

    private struct Locked: LockedLog {
        let log: MemoryLog
        let tenant: TenantID

        func open(commands: [CommandID], from position: Position?) async throws -> Opening {
            let opening = try await log.open(tenant, commands: commands)
            guard let position else { return opening }
            let news = try await log.read(
                tenant, after: Position(max(0, position.value - 1)), types: nil,
                limit: Opening.newsLimit)
            return Opening(
                head: opening.head, recordedAt: opening.recordedAt, known: opening.known,
                news: news)
        }

        func append(_ batch: AppendBatch) async throws {
            _ = try await log.write(batch)
        }
    }
}
