/// The rows of a query, streamed: `for try await chunk in try connection.copyOut("SELECT …")`.
///
/// The server sends as fast as the rows are consumed: while `CopyLimits.waitingBytes` wait, the
/// socket is not read. Whoever leaves the loop early, or whose task is cancelled, ends the
/// statement on the server; requests behind it go on after that. The rows can be read once.
package struct CopyOut: AsyncSequence {
    package typealias Element = CopyChunk

    private let run: Run

    init(_ channel: CopyOutChannel, on connection: Connection, then release: @escaping () -> Void) {
        run = Run(channel, on: connection, then: release)
    }

    /// A copy that nobody holds any more is of no use: it is ended.
    fileprivate final class Run {
        let channel: CopyOutChannel
        private let connection: Connection
        private let release: () -> Void

        init(
            _ channel: CopyOutChannel, on connection: Connection,
            then release: @escaping () -> Void
        ) {
            self.channel = channel
            self.connection = connection
            self.release = release
        }

        deinit {
            channel.abandon()
            release()
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let run: Run

        /// The next rows; nothing behind the last.
        ///
        /// - Throws: `PostgresFailure`.
        package mutating func next() async throws -> CopyChunk? {
            try await run.channel.next()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(run: run)
    }
}

extension Connection {
    /// Streams the rows of a query in the server's binary form, without keeping them.
    ///
    /// The server takes no parameters here, so values are written as literals; see `SQL.literal`.
    ///
    /// - Parameter timeout: For all of it; `nil` is as long as it moves, see
    ///   `Configuration.copyStandstill`.
    /// - Throws: `PostgresFailure.Code.encoding`, before anything is sent.
    package func copyOut(_ query: SQL, timeout: Duration? = nil) throws -> CopyOut {
        try copyOut(query, scope: .single, timeout: timeout)
    }

    func copyOut(
        _ query: SQL, scope: Request.Scope, timeout: Duration? = nil,
        then release: @escaping () -> Void = {}
    ) throws -> CopyOut {
        let text = "COPY (\(try query.literal())) TO STDOUT (FORMAT binary)"
        let ticket = makeTicket()
        let channel = CopyOutChannel(ticket: ticket, mailbox: mailbox)
        submit(
            Request(
                ticket: ticket, work: .copyOut(text, channel), scope: scope,
                deadline: timeout.map { .now + $0 }
            ) { channel.end($0) })
        return CopyOut(channel, on: self, then: release)
    }
}

extension Transaction {
    /// Streams the rows of a query; see `Connection.copyOut`. Left early, it undoes the
    /// transaction, as every statement does that is ended.
    package func copyOut(_ query: SQL, timeout: Duration? = nil) async throws -> CopyOut {
        try await begin()
        return try connection.copyOut(query, scope: .transaction, timeout: timeout)
    }
}

extension Pool {
    /// Streams the rows of a query on a connection of its own, which is free again when the rows
    /// are read or let go of; see `Connection.copyOut`.
    package func copyOut(_ query: SQL, timeout: Duration? = nil) async throws -> CopyOut {
        try await lease { connection, release in
            try connection.copyOut(query, scope: .single, timeout: timeout, then: release)
        }
    }
}
