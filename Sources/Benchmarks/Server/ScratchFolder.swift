import Foundation
import Synchronization

/// A folder for one run. A shell outside of our process group removes it, and stops a server that
/// runs in it, when this process has ended in whatever way.
final class ScratchFolder: Sendable {
    let path: String
    private let shell: Mutex<Process>
    private let lifeline: Pipe

    init(in parent: String) throws {
        path = "\(parent)/clubs-benchmarks-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        lifeline = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "setsid", "sh", "-c",
            """
            cd /
            while read -r _; do :; done
            note="$1/server/data/postmaster.pid"
            [ -e "$note" ] && kill -QUIT "$(head -n 1 "$note")"
            rm -rf "$1"
            """, "clean-up", path,
        ]
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        shell = Mutex(process)
    }

    func remove() {
        // The shell removes it, now that nobody holds the other end.
        try? lifeline.fileHandleForWriting.close()
        shell.withLock { $0.waitUntilExit() }
    }
}
