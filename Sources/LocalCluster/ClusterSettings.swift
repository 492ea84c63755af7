/// What the private server is told when it starts.
package struct ClusterSettings: Sendable {
    /// Server parameters by name, as in `postgresql.conf`.
    package var parameters: [String: String]
    /// Whether a commit survives a power failure.
    package var isDurable: Bool

    /// For real data: every commit reaches the disk before it is acknowledged.
    package static let durable = ClusterSettings(
        parameters: [
            "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
            "max_connections": "200",
        ],
        isDurable: true)

    /// For tests that do not ask what a crash leaves: nothing waits for a disk.
    package static let fast = ClusterSettings(
        parameters: [
            "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
            "max_connections": "400", "shared_buffers": "64MB", "wal_level": "minimal",
            "max_wal_senders": "0", "autovacuum": "off",
        ],
        isDurable: false)

    /// The options for `pg_ctl`, which hands them to a shell.
    func serverOptions(socketDirectory: String) -> String {
        var all = parameters
        all["listen_addresses"] = ""
        all["unix_socket_directories"] = socketDirectory
        all["unix_socket_permissions"] = "0700"
        all["timezone"] = "UTC"
        all["log_timezone"] = "UTC"
        return all.sorted { $0.key < $1.key }
            .map { "-c " + shellQuoted("\($0.key)=\($0.value)") }
            .joined(separator: " ")
    }
}

/// A word in single quotes for `sh`.
func shellQuoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
}
