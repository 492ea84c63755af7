extension ConnectionLoop {
    /// Sends as much as may be sent now.
    func sendPending() {
        while loss == nil, let next = pending.first, maySend(next) {
            pending.popFirst()
            inFlight.append(next)
            next.cancelsBefore = cancelsSent
            isFenced = next.mayLeaveTransactionOpen
            if next.isCopy { copyMoves() }
            let isSent =
                switch next.work {
                case .pipeline(let statements): send(statements, of: next)
                case .script(let text), .copyOut(let text, _), .copyIn(let text, _):
                    send(script: text, of: next)
                }
            if !isSent { lose() }
        }
    }

    private func maySend(_ request: Request) -> Bool {
        guard !isFenced, !isCancelUnderWay, endingInFlight == 0 else { return false }
        if request.isSimple { return expected.isEmpty }
        return inFlight.count < Self.maxInFlight
    }

    private func send(_ sqls: [SQL], of request: Request) -> Bool {
        guard let entries = prepare(sqls, for: request) else { return false }
        for (index, (sql, entry)) in zip(sqls, entries).enumerated() {
            guard session.run(entry, sql) else { return false }
            expected.append(.statement(request, index: index, entry))
        }
        expected.append(.sync(request))
        return session.sync()
    }

    /// Sends what has to be prepared, behind a sync of its own: whatever fails around it, the
    /// cache and the server agree on what is prepared. Costs no round trip, for nobody waits.
    private func prepare(_ sqls: [SQL], for request: Request) -> [StatementCache.Entry]? {
        var isAnythingSent = false
        var entries: [StatementCache.Entry] = []
        entries.reserveCapacity(sqls.count)
        for sql in sqls {
            let (entry, isNew) = statements.entry(for: sql, use: request.ticket)
            entries.append(entry)
            guard isNew else { continue }
            guard session.prepare(entry) else { return nil }
            expected.append(.prepared(entry))
            isAnythingSent = true
        }
        guard isAnythingSent else { return entries }
        staleNames += statements.evict(sparing: request.ticket).map(\.name)
        for name in staleNames {
            guard session.run("DEALLOCATE \(name)") else { return nil }
            expected.append(.deallocated(name: name))
        }
        staleNames = []
        expected.append(.sync(nil))
        return session.sync() ? entries : nil
    }

    private func send(script: String, of request: Request) -> Bool {
        expected.append(.simple(request))
        isFenced = true
        return session.runScript(script)
    }

    /// Ends the transaction that a failed request has left open.
    func sendRollback() {
        guard session.run("ROLLBACK") else { return lose() }
        expected.append(.rolledBack)
        expected.append(.sync(nil))
        if !session.sync() { lose() }
    }
}
