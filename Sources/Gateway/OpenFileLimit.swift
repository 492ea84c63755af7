import Glibc

/// How many files and sockets this process may have open.
package enum OpenFileLimit {
    /// What everything but connections may take: the store's sessions, listeners, standard streams.
    static let reserve = 256

    /// Raises the limit as far as the system lets this process, which is what a service wants and
    /// a shell's default of 1,024 does not give.
    ///
    /// - Returns: The limit that holds now.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
                limit = raised
            }
        }
        return Int(clamping: limit.rlim_cur)
    }
}

extension GatewayConfiguration.Limits {
    /// No more connections than there are files for them: who comes later waits in the listener's
    /// queue, and is not met by an `accept` that fails.
    package mutating func fit(openFiles: Int) {
        connections = max(1, min(connections, openFiles - OpenFileLimit.reserve))
    }
}
