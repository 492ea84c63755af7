import CLibPQ
import Glibc

/// Owns a `PGconn`; one thread at a time calls it.
final class Session {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfinish(pointer)
    }

    var socket: Int32 { PQsocket(pointer) }
    var isBad: Bool { PQstatus(pointer) == CONNECTION_BAD }
    var processID: Int32 { PQbackendPID(pointer) }
    var errorMessage: String {
        String(cString: PQerrorMessage(pointer)).trimmingNewlines()
    }

    /// Whether a transaction is open; asked only when nothing is under way.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(pointer)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    func prepare(_ entry: StatementCache.Entry) -> Bool {
        let types = entry.key.types.map(\.rawValue)
        return PQsendPrepare(pointer, entry.name, entry.key.text, Int32(types.count), types) == 1
    }

    /// Runs a prepared statement with the values of `sql`, binary both ways.
    func run(_ entry: StatementCache.Entry, _ sql: SQL) -> Bool {
        let count = sql.lengths.count
        return sql.bytes.withUnsafeBytes { bytes in
            // An empty buffer has no address, and a value without one would be NULL.
            let base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) {
                values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                    var offset = 0
                    for (index, length) in sql.lengths.enumerated() {
                        values[index] =
                            length < 0
                            ? nil : base.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
                        formats[index] = 1
                        offset += Int(max(0, length))
                    }
                    return PQsendQueryPrepared(
                        pointer, entry.name, Int32(count), values.baseAddress, sql.lengths,
                        formats.baseAddress, 1) == 1
                }
            }
        }
    }

    /// Runs a statement of our own that has no values and is not worth preparing.
    func run(_ text: String) -> Bool {
        PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1) == 1
    }

    func sync() -> Bool {
        PQpipelineSync(pointer) == 1
    }

    /// Leaves pipeline mode for a script in the simple protocol.
    func runScript(_ text: String) -> Bool {
        PQexitPipelineMode(pointer) == 1 && PQsendQuery(pointer, text) == 1
    }

    func resumePipelining() -> Bool {
        PQenterPipelineMode(pointer) == 1
    }

    /// The next result that has come in whole; `nil` at the end of a statement's results.
    func nextResult() -> ResultHandle? {
        PQgetResult(pointer).map(ResultHandle.init(owning:))
    }

    func nextNotification() -> Notification? {
        guard let notify = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(notify) }
        return Notification(
            channel: String(cString: notify.pointee.relname),
            payload: String(cString: notify.pointee.extra), sender: notify.pointee.be_pid)
    }
}

extension String {
    func trimmingNewlines() -> String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
