import CLibPQ

extension ConnectionLoop {
    /// Reads what has come in and hands it out.
    func receive() {
        guard PQconsumeInput(session.pointer) == 1 else { return lose() }
        handOutResults()
        while let notification = session.nextNotification() { mailbox.deliver(notification) }
        if session.isBad { lose() }
    }

    /// Hands out what has been read.
    func handOutResults() {
        while loss == nil, let next = expected.first {
            switch copying {
            case .out(let request, let channel):
                guard receiveRows(of: request, into: channel) else { return }
            case .into: return
            case nil: break
            }
            guard PQisBusy(session.pointer) == 0 else { return }
            guard let result = session.nextResult() else {
                endOfResults(next)
                continue
            }
            take(result, for: next)
        }
    }

    private func take(_ result: ResultHandle, for next: Expected) {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            switch next {
            case .statement(let request, _, _): request.results.append(result)
            case .simple(let request) where request.isCopy: request.results.append(result)
            default: break
            }
        case PGRES_PIPELINE_SYNC:
            expected.popFirst()
            if case .sync(let request?) = next { finish(request) }
        case PGRES_PIPELINE_ABORTED:
            if case .prepared(let entry) = next { statements.forget(entry) }
            if case .deallocated(let name) = next { staleNames.append(name) }
        case PGRES_FATAL_ERROR:
            take(error: result, for: next)
        default:
            startCopying(next, result.status)
        }
    }

    private func take(error result: ResultHandle, for next: Expected) {
        var failure = PostgresFailure(result)
        guard !result.isFatal, !session.isBad else { return lose(failure) }
        switch next {
        case .prepared(let entry):
            entry.failure = failure
            statements.forget(entry)
        case .deallocated(let name):
            staleNames.append(name)
        case .statement(let request, let index, let entry):
            if ["0A000", "26000"].contains(failure.sqlState) {
                // The plan no longer fits the tables, or is gone: the next one prepares it anew.
                statements.forget(entry)
                staleNames.append(entry.name)
            }
            failure = entry.failure ?? failure
            record(failure, of: request, at: index)
        case .simple(let request):
            record(failure, of: request, at: nil)
        case .sync(let request?):
            // The transaction around the statements failed when it was to be committed.
            record(failure, of: request, at: request.results.count - 1)
        case .sync(nil), .rolledBack:
            lose(failure)
        }
    }

    private func record(_ failure: PostgresFailure, of request: Request, at index: Int?) {
        guard request.failure == nil else { return }
        var failure = failure
        failure.statementIndex = index
        failure.statement = request.statement(at: index ?? 0)
        if failure.sqlState == "57014" { failure.code = .timedOut }
        request.failure = failure
    }

    /// A statement has no more results; in the simple protocol that is the end of its request.
    private func endOfResults(_ next: Expected) {
        if case .sync = next { return }
        expected.popFirst()
        guard case .simple(let request) = next else { return }
        isFenced = false
        copyStandsSince = nil
        guard session.resumePipelining() else { return lose() }
        finish(request)
    }

    private func finish(_ request: Request) {
        inFlight.popFirst()
        if request.ending != nil { endingInFlight -= 1 }
        let isInTransaction = expected.isEmpty && session.isInTransaction
        if request.mayLeaveTransactionOpen {
            isFenced = false
            if request.failure != nil, isInTransaction { sendRollback() }
        }
        if wasStruckByAnothersCancel(request) {
            request.startOver()
            pending.prepend(request)
        } else {
            mailbox.requestFinished(isInTransaction: isInTransaction)
            answer(request)
        }
        attemptCancel(at: .now)
    }

    private func answer(_ request: Request) {
        guard var failure = request.failure else { return request.succeed() }
        if failure.code == .timedOut, let ending = request.ending { failure.code = ending.code }
        request.fail(failure)
    }

    /// A cancel request strikes whatever the server is at. Only reads are ever in its way, and
    /// one that failed has done nothing, so it is simply run again.
    private func wasStruckByAnothersCancel(_ request: Request) -> Bool {
        request.failure?.sqlState == "57014" && request.ending == nil && !request.isRepeated
            && !request.isCopy && request.scope == .single && request.cancelsBefore < cancelsSent
    }
}
