import EventSourcing
import PostgreSQL

/// Reading and projecting: many tenants' pages at once, beside the writing of the last batch.
extension ProjectionRunner {
    /// The next pages of some of the tenants that are behind.
    ///
    /// - Parameter pages: What is being written; its tenants are read on behind it.
    func nextPages(behind pages: [ProjectedPage] = []) async throws -> [ProjectedPage] {
        behind.subtract(quarantined.keys)
        behind.subtract(pages.filter { $0.flaw != nil }.map(\.tenant))
        behind.formUnion(pages.filter { $0.isFull && $0.flaw == nil }.map(\.tenant))
        let tenants = behind.sorted().prefix(limits.tenantsPerBatch)
        // Before reading: who grows while it is read is put back by the wake-up.
        behind.subtract(tenants)
        guard !tenants.isEmpty else { return [] }
        do {
            try await readPositions(of: tenants.filter { positions[$0] == nil })
            let read = Dictionary(pages.map { ($0.tenant, $0.end) }) { $1 }
            let share = max(1, batchSize / tenants.count)
            let starts = tenants.compactMap { tenant in
                let from = read[tenant] ?? positions[tenant] ?? .start
                // What is behind an unknown event is not read again and again.
                let limit = min(
                    unreadable[tenant] == nil ? share : 1, room(of: tenant, behind: from))
                return limit > 0 ? (tenant, from, limit) : nil
            }
            let next = try await self.read(starts)
            for page in next where page.flaw == nil { unreadable[page.tenant] = nil }
            return next.filter { !$0.events.isEmpty || $0.flaw != nil }
        } catch {
            behind.formUnion(tenants)
            throw error
        }
    }

    /// How many more events of the tenant may be followed: positions have no gap.
    private func room(of tenant: TenantID, behind position: Position) -> Int {
        guard let ends else { return .max }
        return (ends[tenant] ?? .start).value - position.value
    }

    /// All pages together: their questions share connections and travel in a row.
    private nonisolated func read(
        _ starts: [(tenant: TenantID, from: Position, limit: Int)]
    ) async throws -> [ProjectedPage] {
        let skips = await skips
        return try await withThrowingTaskGroup { tasks in
            for start in starts {
                tasks.addTask {
                    let events = try await self.log.read(
                        start.tenant, after: start.from, types: nil, limit: start.limit)
                    let skipped = skips.positions(of: start.tenant)
                    let projection = try await self.memory.projection(
                        of: events, of: start.tenant, behind: start.from, skipping: skipped,
                        from: self.log, self.group, codec: self.codec)
                    let page = ProjectedPage(
                        tenant: start.tenant, from: start.from, events,
                        isFull: events.count == start.limit, skipping: skipped, by: projection)
                    await self.memory.keep(page.projection, of: start.tenant)
                    return page
                }
            }
            var pages: [ProjectedPage] = []
            for try await page in tasks { pages.append(page) }
            return pages.sorted { $0.tenant < $1.tenant }
        }
    }

    /// Where the checkpoints of the tenants stand; a new tenant gets one.
    private func readPositions(of tenants: [TenantID]) async throws {
        guard !tenants.isEmpty else { return }
        let results = try await pool.pipeline(
            tenants.map { Checkpoints.begin($0, version) }
                + [Checkpoints.positions(of: tenants, version)])
        for (tenant, position) in try Checkpoints.positions(in: results[tenants.count]) {
            positions[tenant] = position
            await checkpoints.raise(tenant, to: position)
        }
    }
}
