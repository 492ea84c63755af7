import Foundation
import PostgreSQL

/// What a watch remembers of a server that it starts again and again: how long to wait before the
/// next attempt, and which causes have been told at full length.
struct Relaunches {
    /// A server whose disk has room again comes back within this time.
    static let longestPause: Duration = .seconds(30)
    /// A server that has been seen alive so many times, one after the other, is well again.
    static let steadySights = 30
    /// Causes after this many are told in short only.
    static let causeLimit = 20

    /// How often it was started again since it was well.
    private(set) var attempts = 0
    private var sights = 0
    private var told: Set<String> = []
    private var backoff = Backoff(first: LocalCluster.watchInterval, longest: longestPause)

    mutating func sawAlive() {
        sights += 1
        if sights == Self.steadySights { self = Relaunches() }
    }

    /// Counts an attempt.
    ///
    /// - Returns: How long to wait after it.
    mutating func begin() -> Duration {
        attempts += 1
        sights = 0
        return backoff.step()
    }

    /// What to say of an attempt that has failed: all of it for a cause that is new, one line for
    /// one that was told.
    mutating func account(of failure: any Error) -> String {
        let cause = Self.cause(of: failure)
        // The numbers of processes and files differ each time.
        let isNew = told.count < Self.causeLimit && told.insert(cause.filter(\.isLetter)).inserted
        return isNew
            ? "the private PostgreSQL server is not started again: \(failure)"
            : "the private PostgreSQL server is still not started again, "
                + "\(attempts) attempts: \(cause)"
    }

    /// The last line of the server's log that says why it ended, or else the first of the failure.
    private static func cause(of failure: any Error) -> String {
        let log = (failure as? LocalClusterFailure)?.log ?? ""
        for line in log.split(separator: "\n").reversed() {
            for word in ["PANIC:", "FATAL:"] {
                if let start = line.range(of: word)?.lowerBound { return String(line[start...]) }
            }
        }
        return "\(failure)".split(separator: "\n").first.map(String.init) ?? ""
    }
}
