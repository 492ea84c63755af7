/// Why the database did not do what it was asked to.
///
/// Parameters are never part of it. The server's own words (`detail` above all) may quote a row,
/// so `description` leaves them out and `debugDescription` has them.
package struct PostgresFailure: Error, Sendable {
    package enum Code: String, Sendable {
        /// The server refused a statement; `sqlState` says why.
        case server
        /// The connection ended. Nothing of the request has been stored.
        case connectionLost
        /// No connection could be made.
        case connectFailed
        /// The time given was over, and the statement was ended. Nothing of it has been stored.
        case timedOut
        /// The task was cancelled, and the statement ended. Nothing of it has been stored.
        case cancelled
        /// The connection ended, or said nothing in time, while a commit may have been running:
        /// the request has been stored whole, or not at all.
        case outcomeUnknown
        /// Too many are waiting already; nothing was sent.
        case poolExhausted
        /// A value does not fit the server's type; nothing was sent.
        case encoding
        /// A column does not fit the type it was to be read as.
        case decoding
        /// The connection or the pool has been closed; nothing was sent.
        case closed
        /// The connection string is wrong.
        case configuration
    }

    package var code: Code
    /// The server's five characters; for values refused before sending, what it would have said.
    package var sqlState: String?
    package var message: String
    package var detail: String?
    package var hint: String?
    package var constraint: String?
    package var table: String?
    package var column: String?
    /// Where the server was at it: of a copy, the line.
    package var context: String?
    /// The text of the statement, with `$1` where its values were.
    package var statement: String?
    /// The place of the statement in its pipeline, from 0.
    package var statementIndex: Int?
    /// Whether the server cannot have seen any of the request, so that it may be sent elsewhere.
    var wasNeverSent = false

    package init(code: Code, message: String, sqlState: String? = nil) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
    }
}

extension PostgresFailure {
    /// The data are at fault, and would be again: classes 22, 23 and 54.
    package var isDataError: Bool {
        guard code == .server || code == .encoding, let sqlState else { return false }
        return ["22", "23", "54"].contains { sqlState.hasPrefix($0) }
    }

    package var isNotNullViolation: Bool { sqlState == "23502" }
    package var isUniqueViolation: Bool { sqlState == "23505" }

    /// The way to the server is at fault, not the request.
    package var isConnectionProblem: Bool {
        switch code {
        case .connectionLost, .connectFailed, .outcomeUnknown, .closed: true
        default: false
        }
    }

    /// The server, or the way to it, has too much to do: the same request may succeed later.
    package var isOverload: Bool {
        switch code {
        case .poolExhausted, .timedOut, .cancelled: true
        // A statement or a wait for a lock that took too long; too many sessions.
        case .server: ["57014", "55P03", "53300"].contains(sqlState)
        default: false
        }
    }
}

extension PostgresFailure: CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened, fit for a user: no value, no row, no text of a statement.
    package var description: String {
        let place = statementIndex.map { " (statement \($0 + 1) of its batch)" } ?? ""
        let state = sqlState.map { " [\($0)]" } ?? ""
        switch code {
        case .server:
            return "PostgreSQL refused a statement\(place)\(state)\(about)"
        case .outcomeUnknown:
            return "it is not known whether PostgreSQL has stored this: \(message)"
        default:
            return message + place + state
        }
    }

    private var about: String {
        if let constraint { return ": constraint \(constraint)" }
        if let column, let table { return ": column \(table).\(column)" }
        return ""
    }

    /// All there is, the server's words and the statement included; for logs that operators read.
    package var debugDescription: String {
        let parts: [(String, String?)] = [
            ("message", message), ("sqlState", sqlState), ("detail", detail), ("hint", hint),
            ("constraint", constraint), ("table", table), ("column", column),
            ("context", context),
            ("statementIndex", statementIndex.map(String.init)), ("statement", statement),
        ]
        return "PostgresFailure.\(code) "
            + parts.compactMap { name, value in value.map { "\(name): \($0)" } }
            .joined(separator: "; ")
    }
}
