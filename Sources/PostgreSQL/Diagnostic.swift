import CLibPQ

/// The fields of an error or a notice; libpq names them by characters, in
/// macros that Swift does not import.
enum Diagnostic {
    /// Not translated into the server's language.
    static let severity = Int32(UInt8(ascii: "V"))
    static let sqlState = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let detail = Int32(UInt8(ascii: "D"))
    static let hint = Int32(UInt8(ascii: "H"))
    static let constraint = Int32(UInt8(ascii: "n"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let context = Int32(UInt8(ascii: "W"))
}

extension PostgresFailure {
    /// An error as the server words it.
    init(_ result: ResultHandle) {
        self.init(
            code: .server,
            message: result.diagnostic(Diagnostic.message)
                ?? String(cString: PQresultErrorMessage(result.pointer)).trimmingNewlines(),
            sqlState: result.diagnostic(Diagnostic.sqlState))
        detail = result.diagnostic(Diagnostic.detail)
        hint = result.diagnostic(Diagnostic.hint)
        constraint = result.diagnostic(Diagnostic.constraint)
        table = result.diagnostic(Diagnostic.table)
        column = result.diagnostic(Diagnostic.column)
        context = result.diagnostic(Diagnostic.context)
    }
}

extension ResultHandle {
    /// Whether the server has ended the session with this error.
    var isFatal: Bool {
        ["FATAL", "PANIC"].contains(diagnostic(Diagnostic.severity))
    }
}
