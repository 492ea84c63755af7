import Foundation
import Subprocess
import SystemPackage

/// Under whom the server runs: PostgreSQL refuses to run as root.
struct ServerAccount: Sendable {
    let name: String
    let userID: uid_t
    let groupID: gid_t
    /// Whether we are root and have to become this account first.
    let isAnother: Bool

    /// In bytes; `initdb` writes about two thousand.
    private static let longestOutput = 64 * 1024
    /// Accounts that root looks for, the most fitting first.
    private static let unprivileged = ["postgres", "nobody"]

    /// Of util-linux, which every Debian has.
    private static let accountChanger = "/usr/bin/setpriv"

    /// What makes a program run as this account.
    ///
    /// Not Subprocess's own options: between fork and exec its child calls `setgroups`, which
    /// waits for threads that only the parent has; one start in about ten hung for ever.
    private var identity: [String] {
        ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"]
    }

    static func current() throws -> ServerAccount {
        let own = geteuid()
        guard own == 0 else {
            return ServerAccount(
                name: NSUserName(), userID: own, groupID: getegid(), isAnother: false)
        }
        for name in unprivileged {
            if let entry = getpwnam(name) {
                return ServerAccount(
                    name: name, userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid,
                    isAnother: true)
            }
        }
        throw LocalClusterFailure(
            "root cannot run a PostgreSQL server, and there is no account postgres or nobody")
    }

    /// Runs a short program to its end as this account.
    ///
    /// Subprocess and not Foundation's `Process`, which takes a program for running as long as the
    /// server that it has started in the background.
    ///
    /// - Returns: Whether it ended with 0, and what it wrote to both outputs.
    func run(_ program: String, _ arguments: [String]) async throws -> (
        succeeded: Bool, output: String
    ) {
        let result = try await Subprocess.run(
            .path(FilePath(isAnother ? Self.accountChanger : program)),
            arguments: Arguments((isAnother ? identity + [program] : []) + arguments),
            // Nothing of our own environment, so that no `PGOPTIONS` or locale changes the server.
            environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]),
            // The account may not be able to enter the folder we are in.
            workingDirectory: "/",
            output: .string(limit: Self.longestOutput),
            error: .combinedWithOutput)
        let output = result.standardOutput
        return (
            result.terminationStatus == .exited(0),
            output.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }
}
