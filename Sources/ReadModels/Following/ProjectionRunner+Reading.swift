import EventSourcing
import Logging
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
            let written = Dictionary(pages.map { ($0.tenant, $0.end) }) { $1 }
            let share = max(1, batchSize / tenants.count)
            let starts = tenants.compactMap { tenant -> Start? in
                let position = written[tenant] ?? positions[tenant] ?? .start
                // What is behind an unknown event is not read again and again.
                let limit = min(
                    unreadable[tenant] == nil ? share : 1, room(of: tenant, behind: position))
                guard limit > 0 else { return nil }
                return Start(
                    tenant: tenant, position: position, mark: marks[tenant], limit: limit)
            }
            // What was folded ahead of tables that were not written, or are another's, is no use.
            await memory.forget(Set(starts.filter { !$0.isBehindMark }.map(\.tenant)))
            let read = try await read(starts)
            for page in read where page.flaw == nil { unreadable[page.tenant] = nil }
            let lost = Set(starts.map(\.tenant)).subtracting(read.map(\.tenant))
            await forget(lost)
            behind.formUnion(lost)
            for page in read { if let last = page.last { marks[page.tenant] = last } }
            let empty = read.filter { $0.events.isEmpty && $0.flaw == nil }
            for page in empty where marks[page.tenant]?.position != page.from {
                // Nothing says whether the log reaches that far.
                positions[page.tenant] = nil
            }
            return read.filter { !$0.events.isEmpty || $0.flaw != nil }
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

    /// Where the reading of a tenant goes on.
    private struct Start {
        let tenant: TenantID
        let position: Position
        /// The last event that was read, wherever it stands.
        let mark: EventMark?
        /// How many events are read.
        let limit: Int

        /// Whether the reading goes on right behind what was read last.
        var isBehindMark: Bool { mark?.position == position }
    }

    /// All pages together: their questions share connections and travel in a row.
    ///
    /// - Returns: None of a tenant whose log has lost what was read before.
    private nonisolated func read(_ starts: [Start]) async throws -> [ProjectedPage] {
        let skips = await skips
        return try await withThrowingTaskGroup(of: ProjectedPage?.self) { tasks in
            for start in starts {
                tasks.addTask {
                    guard let events = try await self.events(behind: start) else { return nil }
                    let skipped = skips.positions(of: start.tenant)
                    let projection = try await self.memory.projection(
                        of: events, of: start.tenant, behind: start.position, skipping: skipped,
                        from: self.log, self.group, codec: self.codec)
                    let page = ProjectedPage(
                        tenant: start.tenant, from: start.position, events,
                        isFull: events.count == start.limit, skipping: skipped, by: projection)
                    await self.memory.keep(page.projection, of: start.tenant)
                    return page
                }
            }
            var pages: [ProjectedPage] = []
            for try await page in tasks { if let page { pages.append(page) } }
            return pages.sorted { $0.tenant < $1.tenant }
        }
    }

    /// - Returns: Nothing where the log has lost what was read before.
    private nonisolated func events(
        behind start: Start
    ) async throws -> [Recorded<EncodedEvent>]? {
        guard start.isBehindMark, let mark = start.mark else {
            return try await log.read(
                start.tenant, after: start.position, types: nil, limit: start.limit)
        }
        do {
            return try await log.read(start.tenant, behind: mark, limit: start.limit)
        } catch let lost as LostEvent {
            logger.warning("read models begin anew", metadata: ["reason": "\(lost)"])
            return nil
        }
    }

    /// Where the checkpoints of the tenants stand; a new tenant gets one.
    private func readPositions(of tenants: [TenantID]) async throws {
        guard !tenants.isEmpty else { return }
        let known = await checkpoints.positions
        let results = try await pool.pipeline(
            tenants.map { Checkpoints.begin($0, version) }
                + [Checkpoints.positions(of: tenants, version)])
        for (tenant, position) in try Checkpoints.positions(in: results[tenants.count]) {
            positions[tenant] = position
            await checkpoints.correct(tenant, from: known[tenant] ?? .start, to: position)
        }
    }
}
