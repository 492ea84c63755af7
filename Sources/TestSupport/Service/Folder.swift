import Foundation

/// Lends `body` a folder of its own, and removes it afterwards.
///
/// - Parameter mode: By default others may enter it, as the server's account has to.
package func withFolder<Result>(
    mode: Int = 0o755, _ body: (String) async throws -> Result
) async throws -> Result {
    let folder = "/tmp/clubs-test-\(UUID().uuidString.prefix(8))"
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
