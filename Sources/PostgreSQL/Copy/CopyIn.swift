/// Takes rows for a `COPY … FROM STDIN (FORMAT binary)`, and sends them in pieces.
///
/// Values are written one behind the other into one buffer; a piece is handed over when it is
/// full, and the next one waits until the connection has passed that on.
package struct CopyWriter {
    private let channel: CopyInChannel
    var buffer: [UInt8] = []
    /// Rows written so far.
    package private(set) var count = 0

    init(_ channel: CopyInChannel) {
        self.channel = channel
        buffer.reserveCapacity(CopyLimits.pieceBytes * 2)
        buffer += CopyAssembly.signature
        buffer += [UInt8](repeating: 0, count: 8)
    }

    /// Adds one row: `try await writer.write(tenant, position, data)`.
    ///
    /// - Throws: `PostgresFailure`: `encoding` for a value that the server could not hold, or what
    ///   the server has said of an earlier row.
    package mutating func write<each Value: PostgresEncodable>(
        _ values: repeat each Value
    ) async throws {
        let start = beginRow()
        var fields = 0
        for value in repeat each values {
            try append(value, row: start)
            fields += 1
        }
        if try endRow(start, fields: fields) { try await flush() }
    }

    /// Adds rows that are in the binary form already: each the number of its fields as two bytes,
    /// and each field behind its length as four, or -1 for null.
    package mutating func write(encoded rows: [UInt8], count rowCount: Int) async throws {
        var rest = rows[...]
        while !rest.isEmpty {
            let piece = rest.prefix(CopyLimits.pieceBytes)
            rest = rest.dropFirst(piece.count)
            buffer += piece
            if buffer.count >= CopyLimits.pieceBytes { try await flush() }
        }
        count += rowCount
    }

    mutating func beginRow() -> Int {
        defer { buffer.append(bigEndian: Int16(0)) }
        return buffer.count
    }

    mutating func append(_ value: some PostgresEncodable, row: Int) throws {
        let place = buffer.count
        buffer.append(bigEndian: Int32(-1))
        guard !value.isNull else { return }
        do {
            try value.encode(into: &buffer)
        } catch let unfit as UnfitValue {
            throw refuse(row, unfit)
        }
        buffer.set(bigEndian: Int32(truncatingIfNeeded: buffer.count - place - 4), at: place)
    }

    /// - Returns: Whether a piece is full.
    mutating func endRow(_ start: Int, fields: Int) throws -> Bool {
        guard buffer.count - start <= CopyLimits.rowBytes else {
            throw refuse(
                start,
                UnfitValue(
                    reason: "a row of more than \(CopyLimits.rowBytes) bytes", sqlState: "54000"))
        }
        guard let fields = Int16(exactly: fields) else {
            throw refuse(start, UnfitValue(reason: "so many columns", sqlState: "54011"))
        }
        buffer.set(bigEndian: fields, at: start)
        count += 1
        return buffer.count >= CopyLimits.pieceBytes
    }

    /// Takes back the row that began at `start`.
    mutating func refuse(_ start: Int, _ unfit: UnfitValue) -> PostgresFailure {
        buffer.removeSubrange(start...)
        return PostgresFailure(
            code: .encoding,
            message: "the database cannot hold \(unfit.reason), in row \(count + 1) of a copy",
            sqlState: unfit.sqlState)
    }

    mutating func flush() async throws {
        guard !buffer.isEmpty else { return }
        try await channel.send(buffer)
        // The channel may still hold those bytes; a new buffer costs less than copying them.
        buffer = []
        buffer.reserveCapacity(CopyLimits.pieceBytes * 2)
    }

    fileprivate mutating func finish() async throws {
        buffer.append(bigEndian: Int16(-1))
        try await flush()
    }
}

extension Connection {
    /// Stores the rows that `write` gives to the writer: all of them, or none where it throws.
    ///
    /// - Parameters:
    ///   - target: The table, and the columns in the order of the values: `"t (a, b)"`.
    ///   - timeout: For all of it; `nil` is as long as it moves, see
    ///     `Configuration.copyStandstill`.
    /// - Returns: How many rows were stored.
    /// - Throws: What `write` throws, or `PostgresFailure`; the server names the bad row in
    ///   `context`. Rows sent behind a bad one are read and ignored by the server.
    @discardableResult
    package func copyIn(
        into target: SQL, timeout: Duration? = nil,
        _ write: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        try await copyIn(into: target, scope: .single, timeout: timeout, write)
    }

    func copyIn(
        into target: SQL, scope: Request.Scope, timeout: Duration?,
        _ write: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        let text = "COPY \(try target.literal()) FROM STDIN (FORMAT binary)"
        let ticket = makeTicket()
        let channel = CopyInChannel(ticket: ticket, mailbox: mailbox)
        submit(
            Request(
                ticket: ticket, work: .copyIn(text, channel), scope: scope,
                deadline: timeout.map { .now + $0 }
            ) { channel.end($0) })
        var writer = CopyWriter(channel)
        do {
            try await write(&writer)
            try await writer.finish()
        } catch {
            await channel.abandon()
            throw error
        }
        return try await channel.finish()
    }
}

extension Transaction {
    /// Stores rows as part of the transaction; see `Connection.copyIn`.
    @discardableResult
    package func copyIn(
        into target: SQL, timeout: Duration? = nil,
        _ write: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        try await begin()
        return try await connection.copyIn(
            into: target, scope: .transaction, timeout: timeout, write)
    }
}

extension Pool {
    /// Runs statements and stores rows behind them, in one transaction that is committed.
    ///
    /// Costs three round trips, for `COPY` has no place in a pipeline. On a connection that has
    /// died unnoticed nothing has been done, so it goes out on another, as `pipeline` does.
    ///
    /// - Parameters:
    ///   - submitted: Called when the transaction has a connection for itself; see `pipeline`.
    ///   - write: May run again, from the beginning.
    /// - Returns: What the statements have come to.
    /// - Throws: What `write` throws, or `PostgresFailure`, with the place in `statementIndex`
    ///   where a statement is to blame.
    package func copyIn(
        into target: SQL, behind statements: [SQL], timeout: Duration? = nil,
        submitted: @Sendable () -> Void = {},
        _ write: (inout CopyWriter) async throws -> Void
    ) async throws -> [QueryResult] {
        var resendings = makeResendings(of: statements)
        while true {
            do {
                return try await transaction { transaction in
                    submitted()
                    let results = try await transaction.pipeline(statements, timeout: timeout)
                    try await transaction.copyIn(into: target, timeout: timeout, write)
                    return results
                }
            } catch let failure as PostgresFailure where resendings.allow(after: failure) {
                continue
            }
        }
    }
}
