import CLibPQ

/// `COPY`, for which libpq has to leave pipeline mode: rows out as they come, rows in as they are
/// written, never more than fits.
extension ConnectionLoop {
    /// A copy between the server's word that rows may move and the last row.
    enum Copying {
        case out(Request, CopyOutChannel)
        case into(Request, CopyInChannel)
    }

    /// The server is ready to move rows.
    func startCopying(_ next: Expected, _ status: ExecStatusType) {
        guard case .simple(let request) = next else { return lose(.unexpected(status)) }
        switch request.work {
        case .copyOut(_, let channel) where status == PGRES_COPY_OUT:
            assembly = CopyAssembly()
            copying = .out(request, channel)
        case .copyIn(_, let channel) where status == PGRES_COPY_IN:
            copying = .into(request, channel)
        default:
            // COPY has no place in a script; its protocol has to be spoken to the end.
            lose(.unexpected(status))
        }
    }

    /// Goes on after news from the tasks: some have read, or written, or given up.
    func copyOn() {
        isCopyBlocked = false
        switch copying {
        case .out(let request, let channel):
            guard isReadingPaused, !channel.isPaused || request.ending != nil else { return }
            isReadingPaused = false
            copyMoves()
            handOutResults()
        case .into(let request, let channel):
            sendRows(of: request, from: channel)
            // A failure has often been read while rows were still sent; nothing more comes then.
            if copying == nil { handOutResults() }
        case nil:
            return
        }
    }

    /// Hands out the rows that have come in.
    ///
    /// - Returns: Whether the last of them has.
    func receiveRows(of request: Request, into channel: CopyOutChannel) -> Bool {
        while request.ending != nil || !channel.mustPause() {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(session.pointer, &buffer, 1)
            switch length {
            case 0:
                return false
            case -1:
                if let chunk = assembly.take(), request.ending == nil { channel.put(chunk) }
                copying = nil
                return true
            case ..<0:
                lose()
                return false
            default:
                defer { PQfreemem(buffer) }
                guard request.ending == nil else { continue }
                add(UnsafeRawBufferPointer(start: buffer, count: Int(length)), request, channel)
            }
        }
        isReadingPaused = true
        copyStandsSince = nil
        return false
    }

    /// Something has come from the server, or gone to it: from now on it is waited for anew.
    func copyMoves() {
        guard let copyStandstill else { return }
        let now = ContinuousClock.now
        copyStandsSince = now
        note(now + copyStandstill)
    }

    /// Gives the connection up, when a copy has been waiting for the server for too long.
    func expireCopy(at now: ContinuousClock.Instant) {
        guard let copyStandsSince, let copyStandstill else { return }
        let last = copyStandsSince + copyStandstill
        if last <= now { lose(.standstill(copyStandstill)) } else { note(last) }
    }

    private func add(
        _ row: UnsafeRawBufferPointer, _ request: Request, _ channel: CopyOutChannel
    ) {
        guard row.count <= CopyLimits.rowBytes else {
            request.failure = .tooLong(row.count, request)
            return end(request, .decoding, at: .now)
        }
        guard assembly.add(row) else { return lose(.unexpected(PGRES_COPY_OUT)) }
        if assembly.isFull, let chunk = assembly.take() { channel.put(chunk) }
    }

    /// Sends pieces as long as libpq's buffer empties itself into the socket.
    private func sendRows(of request: Request, from channel: CopyInChannel) {
        if request.ending != nil { return refuseRows(request, "the request was ended") }
        while loss == nil {
            guard PQflush(session.pointer) == 0 else {
                isCopyBlocked = true
                return
            }
            switch channel.next() {
            case .nothing:
                copyStandsSince = nil
                return
            case .abandon:
                return refuseRows(request, "the client has given up")
            case .send(let piece):
                let isSent = piece.withUnsafeBytes {
                    PQputCopyData(
                        session.pointer, $0.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32($0.count)) == 1
                }
                if !isSent { return lose() }
                copyMoves()
            case .finish:
                // From here on the server may commit.
                request.rowsAreSent()
                copying = nil
                copyMoves()
                if PQputCopyEnd(session.pointer, nil) != 1 { lose() }
                return
            }
        }
    }

    /// Ends a copy so that the server stores nothing of it.
    private func refuseRows(_ request: Request, _ reason: String) {
        copying = nil
        copyMoves()
        if PQputCopyEnd(session.pointer, reason) != 1 { lose() }
    }
}

extension PostgresFailure {
    static func unexpected(_ status: ExecStatusType) -> PostgresFailure {
        PostgresFailure(code: .server, message: "an answer that was not asked for: \(status)")
    }

    fileprivate static func standstill(_ limit: Duration) -> PostgresFailure {
        PostgresFailure(
            code: .connectionLost,
            message: "for \(limit) the database neither sent rows of a COPY nor took any")
    }

    fileprivate static func tooLong(_ count: Int, _ request: Request) -> PostgresFailure {
        var failure = PostgresFailure(
            code: .decoding,
            message: "a row of \(count) bytes; a copy takes \(CopyLimits.rowBytes) at most",
            sqlState: "54000")
        failure.statement = request.statement(at: 0)
        return failure
    }
}
