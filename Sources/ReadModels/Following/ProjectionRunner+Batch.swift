import EventSourcing
import Logging
import PostgreSQL

/// Writing one batch at a time, and what becomes of one that cannot be written.
extension ProjectionRunner {
    /// Writes a batch. Where more waits than it has room for, the next one is read meanwhile; where
    /// it does not, the next one is for later.
    func advance() async throws {
        let begin = ContinuousClock.now
        let pages = prefetched.isEmpty ? try await nextPages() : prefetched
        prefetched = []
        let isLate =
            pages.contains(where: \.isFull) || behind.count >= limits.tenantsPerBatch
        do {
            async let next = isLate ? nextPages(behind: pages) : []
            let start = ContinuousClock.now
            try await commit(pages.filter(isContinuing).filter { !$0.events.isEmpty })
            adapt(to: ContinuousClock.now - start, isFull: pages.contains(where: \.isFull))
            for page in pages { try await hold(page) }
            prefetched = try await next
            retakeOverrun(pages)
            if !isLate { pace.worked(from: begin, to: .now) }
        } catch {
            // Whatever was stored, the checkpoints know.
            for page in pages { positions[page.tenant] = nil }
            behind.formUnion(pages.map(\.tenant))
            throw error
        }
    }

    /// Puts back tenants whose page was not written because another runner was faster: meanwhile
    /// they may have been read on as if it had been.
    private func retakeOverrun(_ pages: [ProjectedPage]) {
        for page in pages
        where positions[page.tenant] != page.end && quarantined[page.tenant] == nil
            && unreadable[page.tenant] == nil
        {
            behind.insert(page.tenant)
        }
    }

    /// Whether a page begins where its tenant stands; what was read ahead of a batch that has
    /// failed is read again.
    private func isContinuing(_ page: ProjectedPage) -> Bool {
        if positions[page.tenant] == page.from { return true }
        behind.insert(page.tenant)
        return false
    }

    /// Writes the pages together, or each alone where they do not go together.
    private func commit(_ pages: [ProjectedPage]) async throws {
        guard !pages.isEmpty else { return }
        do {
            try await write(pages)
        } catch let failure as PostgresFailure where failure.isOfTenant(behind: moves(of: pages)) {
            guard pages.count == 1 else {
                for page in pages { try await commit([page]) }
                return
            }
            if failure.isOverrun(of: moves(of: pages)) {
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
        var changes = ChangeSet(try await knownWriters())
        for page in pages {
            for event in page.events {
                for change in event.changes {
                    try changes.add(change, of: page.tenant, at: event.position)
                }
            }
        }
        _ = try await pool.pipeline(moves(of: pages) + changes.statements)
        for page in pages {
            positions[page.tenant] = page.end
            await checkpoints.raise(page.tenant, to: page.end)
        }
    }

    /// The statements that move the checkpoints, before all others and in the tenants' order.
    private func moves(of pages: [ProjectedPage]) -> [SQL] {
        Checkpoints.move(
            pages.compactMap { page in
                page.last.map {
                    Checkpoints.Move(tenant: page.tenant, from: page.from, last: $0)
                }
            }, version)
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
                "tenant": "\(tenant)", "version": "\(version.name)", "after": "\(position)",
                "reason": "\(event)",
            ])
    }

    private func quarantine(
        _ tenant: TenantID, after position: Position, _ reason: String
    ) async throws {
        let quarantine = Quarantine(position: position, reason: reason)
        _ = try await pool.query(quarantine.record(of: tenant, version))
        quarantined[tenant] = quarantine
        behind.remove(tenant)
        logger.error(
            "a tenant's read models are in quarantine",
            metadata: [
                "tenant": "\(tenant)", "version": "\(version.name)", "after": "\(position)",
                "reason": "\(reason)",
            ])
    }
}

extension PostgresFailure {
    /// Whether a checkpoint was not where it was thought to be, or the log is not what was read:
    /// another runner was faster, or a failover has lost events.
    ///
    /// - Parameter moves: The first statements.
    fileprivate func isOverrun(of moves: [SQL]) -> Bool {
        isNotNullViolation && statementIndex.map { $0 < moves.count } ?? false
    }

    /// Whether one tenant is at fault, and not the way to the server.
    fileprivate func isOfTenant(behind moves: [SQL]) -> Bool {
        isOverrun(of: moves) || isDataError
    }
}
