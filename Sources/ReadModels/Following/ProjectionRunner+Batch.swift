import EventSourcing
import Logging
import PostgreSQL

/// Reading, projecting and writing, one batch at a time.
extension ProjectionRunner {
    /// Reads on in some of the tenants that are behind, and writes what follows.
    func advance() async throws {
        behind.subtract(quarantined.keys)
        let tenants = behind.sorted().prefix(limits.tenantsPerBatch)
        // Before reading: who grows while it is read is put back by the wake-up.
        behind.subtract(tenants)
        guard !tenants.isEmpty else { return }
        let share = max(1, batchSize / tenants.count)
        do {
            var pages: [ProjectedPage] = []
            for tenant in tenants {
                // What is behind an unknown event is not read again and again.
                let limit = unreadable[tenant] == nil ? share : 1
                let page = try await page(of: tenant, limit: limit)
                if page.flaw == nil { unreadable[tenant] = nil }
                if page.isFull { behind.insert(tenant) }
                if !page.events.isEmpty || page.flaw != nil { pages.append(page) }
            }
            let start = ContinuousClock.now
            try await commit(pages.filter { !$0.events.isEmpty })
            adapt(to: ContinuousClock.now - start, isFull: pages.contains(where: \.isFull))
            for page in pages { try await hold(page) }
        } catch {
            // Whatever was stored, the checkpoints know.
            for tenant in tenants { positions[tenant] = nil }
            behind.formUnion(tenants)
            throw error
        }
    }

    private func page(of tenant: TenantID, limit: Int) async throws -> ProjectedPage {
        let from = try await position(of: tenant)
        let events = try await log.read(tenant, after: from, types: nil, limit: limit)
        return ProjectedPage(
            tenant: tenant, from: from, events, isFull: events.count == limit, by: group,
            codec: codec)
    }

    /// Where the tenant's checkpoint stands; a new tenant gets one.
    private func position(of tenant: TenantID) async throws -> Position {
        if let known = positions[tenant] { return known }
        let results = try await pool.pipeline([
            Checkpoints.begin(tenant, group.name), Checkpoints.position(of: tenant, group.name),
        ])
        let position = try Checkpoints.position(in: results[1]) ?? .start
        positions[tenant] = position
        await checkpoints.raise(tenant, to: position)
        return position
    }

    /// Writes the pages together, or each alone where they do not go together.
    private func commit(_ pages: [ProjectedPage]) async throws {
        guard !pages.isEmpty else { return }
        do {
            try await write(pages)
        } catch let failure as PostgresFailure where failure.isOfTenant(among: pages) {
            guard pages.count == 1 else {
                for page in pages { try await commit([page]) }
                return
            }
            if failure.isOverrun(among: pages) {
                positions[pages[0].tenant] = nil
                behind.insert(pages[0].tenant)
            } else {
                try await commit(pages[0], despite: failure)
            }
        }
    }

    /// Narrows a failure down to the event that causes it, and stops before that one.
    private func commit(_ page: ProjectedPage, despite failure: PostgresFailure) async throws {
        guard let (first, second) = page.halves else {
            try await quarantine(page.tenant, after: page.from, "\(failure)")
            return
        }
        try await commit([first])
        // The first half may have ended in quarantine, or been overrun.
        guard positions[page.tenant] == first.end else { return }
        try await commit([second])
    }

    private func write(_ pages: [ProjectedPage]) async throws {
        // In the tenants' order, so that two runners wait for each other and never crosswise.
        let moves = pages.map {
            Checkpoints.move($0.tenant, group.name, from: $0.from, to: $0.end)
        }
        var changes = ChangeSet()
        for page in pages {
            for event in page.events {
                for change in event.changes {
                    changes.add(change, of: page.tenant, at: event.position)
                }
            }
        }
        _ = try await pool.pipeline(moves + changes.statements())
        for page in pages {
            positions[page.tenant] = page.end
            await checkpoints.raise(page.tenant, to: page.end)
        }
    }

    private func adapt(to duration: Duration, isFull: Bool) {
        if duration > limits.slowCommit {
            batchSize = max(limits.batch.lowerBound, batchSize / 2)
        } else if isFull {
            batchSize = min(limits.batch.upperBound, batchSize * 2)
        }
    }

    /// Stops before an event that cannot be read, once all before it are written.
    private func hold(_ page: ProjectedPage) async throws {
        guard let flaw = page.flaw, positions[page.tenant] == page.end else { return }
        if let event = flaw as? UnreadableEvent, case .unknownShape = event.reason {
            stepDown(for: page.tenant, after: page.end, event)
        } else {
            try await quarantine(page.tenant, after: page.end, "\(flaw)")
        }
    }

    /// Leaves the tenant to a newer release; the next poll tries again.
    private func stepDown(
        for tenant: TenantID, after position: Position, _ event: UnreadableEvent
    ) {
        behind.remove(tenant)
        // By then another process may have moved its checkpoint.
        positions[tenant] = nil
        guard unreadable.updateValue(position, forKey: tenant) != position else { return }
        logger.error(
            "a tenant's read models wait for a newer release",
            metadata: [
                "tenant": "\(tenant)", "group": "\(group.name)", "after": "\(position)",
                "reason": "\(event)",
            ])
    }

    private func quarantine(
        _ tenant: TenantID, after position: Position, _ reason: String
    ) async throws {
        let quarantine = Quarantine(position: position, reason: reason)
        _ = try await pool.query(quarantine.record(of: tenant, group.name))
        quarantined[tenant] = quarantine
        behind.remove(tenant)
        logger.error(
            "a tenant's read models are in quarantine",
            metadata: [
                "tenant": "\(tenant)", "group": "\(group.name)", "after": "\(position)",
                "reason": "\(reason)",
            ])
    }
}

extension PostgresFailure {
    /// Whether a checkpoint was not where it was thought to be: another runner has moved it.
    fileprivate func isOverrun(among pages: [ProjectedPage]) -> Bool {
        // The checkpoints are the first statements, one for each page.
        isNotNullViolation && statementIndex.map { $0 < pages.count } ?? false
    }

    /// Whether one tenant is at fault, and not the way to the server.
    fileprivate func isOfTenant(among pages: [ProjectedPage]) -> Bool {
        isOverrun(among: pages) || isDataError
    }
}
