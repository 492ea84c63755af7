/// Why there is no private server.
package struct LocalClusterFailure: Error, CustomStringConvertible {
    /// What happened, and what would make it work.
    package let message: String
    /// The last lines of the server's log, where they may explain it.
    package let log: String

    init(_ message: String, log: String = "") {
        self.message = message
        self.log = log
    }

    package var description: String {
        log.isEmpty ? message : "\(message)\nThe server's log ends with:\n\(log)"
    }
}
