import Foundation

/// Clears up behind this process, however it ends.
///
/// A shell outside of our process group waits for our end of a pipe to close, which the system
/// does after a crash and a `kill -9` too, and then runs its script.
package final class Watchdog: Sendable {
    private let lifeline: Pipe
    private let shell: Process

    /// - Parameter script: A shell's; `$1` is `argument`.
    package init(script: String, argument: String) throws {
        lifeline = Pipe()
        shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        shell.arguments = [
            "setsid", "sh", "-c", "cd /\nwhile read -r _; do :; done\n" + script, "watchdog",
            argument,
        ]
        shell.standardInput = lifeline
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
    }

    /// There is nothing left to clear up.
    package func dismiss() {
        shell.terminate()
    }
}
