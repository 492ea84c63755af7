import PostgreSQL

/// Why a server that answers stores nothing, whatever it is asked to store: the remedy is its
/// operator's.
package enum WriteRefusal: Equatable, Sendable, CustomStringConvertible {
    /// SQLSTATE 25006, and a standby.
    case readOnly
    /// 53100.
    case diskFull
    /// 53200.
    case outOfMemory
    /// Another of class 53, resources that are short, or of class 58, the system around the server.
    case other(sqlState: String)

    /// Nothing where the failure is that of one request, or of the way to the server.
    package init?(_ failure: PostgresFailure) {
        guard failure.code == .server, let sqlState = failure.sqlState else { return nil }
        switch sqlState {
        case "25006": self = .readOnly
        case "53100": self = .diskFull
        case "53200": self = .outOfMemory
        // Too many sessions: those that there are can write.
        case "53300": return nil
        case _ where sqlState.hasPrefix("53") || sqlState.hasPrefix("58"):
            self = .other(sqlState: sqlState)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .readOnly: "PostgreSQL takes no writes: it is read-only, or a standby [25006]"
        case .diskFull: "PostgreSQL cannot write: its disk is full [53100]"
        case .outOfMemory: "PostgreSQL cannot write: it is out of memory [53200]"
        case .other(let sqlState): "PostgreSQL cannot write: its system fails it [\(sqlState)]"
        }
    }

    package var remedy: String {
        switch self {
        case .readOnly:
            "connect to the primary, or set default_transaction_read_only to off and end the "
                + "sessions that began before"
        case .diskFull: "make room on the disk of PostgreSQL's data; the service goes on by itself"
        case .outOfMemory: "give PostgreSQL's machine more memory, or lower work_mem"
        case .other: "read PostgreSQL's own log: it names the file or the limit"
        }
    }
}
