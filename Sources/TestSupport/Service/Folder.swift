import Foundation

/// Lends `body` a folder of its own, and removes it afterwards; where this process ends before, a
/// server that runs in it too.
///
/// - Parameter mode: By default others may enter it, as the server's account has to.
package func withFolder<Result>(
    mode: Int = 0o755, _ body: (String) async throws -> Result
) async throws -> Result {
    let folder = "/tmp/clubs-test-\(UUID().uuidString.prefix(8))"
    let watchdog = try Watchdog(
        script: """
            for note in "$1"/data/postmaster.pid "$1"/*/data/postmaster.pid; do
                [ -e "$note" ] && kill -QUIT "$(head -n 1 "$note")"
            done
            rm -rf "$1"
            """, argument: folder)
    defer { watchdog.dismiss() }
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false,
        attributes: [.posixPermissions: mode])
    let result: Result
    do {
        result = try await body(folder)
    } catch {
        try FileManager.default.removeItem(atPath: folder)
        throw error
    }
    try FileManager.default.removeItem(atPath: folder)
    return result
}
