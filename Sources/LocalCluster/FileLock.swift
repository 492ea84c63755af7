import Foundation

/// A lock on a file that the system releases with its process, however that ends.
///
/// `@unchecked Sendable`: the descriptor is closed once, by whoever releases it or by `deinit`, and
/// `LocalCluster`, an actor, is its one user.
final class FileLock: @unchecked Sendable {
    enum Kind {
        case shared
        case exclusive
    }

    /// How often a lock that another process holds is tried again.
    private static let retryInterval: Duration = .milliseconds(50)

    private var descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        release()
    }

    /// The lock, or `nil` if another holds it.
    static func attempt(_ path: String, _ kind: Kind) throws -> FileLock? {
        // Closed on exec: a server we start must not hold it after us.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LocalClusterFailure(
                "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        let lock = FileLock(descriptor: descriptor)
        let operation = kind == .shared ? LOCK_SH : LOCK_EX
        guard flock(descriptor, operation | LOCK_NB) == 0 else { return nil }
        return lock
    }

    /// Waits for the lock without holding a thread.
    static func acquire(_ path: String, _ kind: Kind, within limit: Duration) async throws
        -> FileLock
    {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let lock = try attempt(path, kind) { return lock }
            try await Task.sleep(for: retryInterval)
        }
        throw LocalClusterFailure(
            "another process has been starting or stopping the server for \(limit): \(path)")
    }

    func release() {
        guard descriptor >= 0 else { return }
        // Closing alone would leave it locked while a child that was just forked has a copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
        descriptor = -1
    }
}
