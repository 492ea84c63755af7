import Foundation
import LocalCluster

/// The user's folder for what a local service keeps: its database and its keys.
struct DataFolder: Sendable {
    let path: String

    init(path: String) { self.path = path }

    /// The folder of that name, of CLUBS_DATA, or the one where this user's data belong.
    init(named name: String?) {
        let named = name ?? ProcessInfo.processInfo.environment["CLUBS_DATA"]
        path =
            named.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
            ?? LocalCluster.defaultDirectory
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// A secret in a file that only its user may read; made by the first who asks for it.
    ///
    /// - Throws: `Failure` where the file cannot be read or written, or others may read it.
    func secret(named name: String, make: () -> String) throws -> String {
        let file = file(name)
        if let kept = try read(file) { return kept }
        let draft = file + ".\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw unusable(draft) }
        let text = make() + "\n"
        let written = write(descriptor, text, text.utf8.count)
        let isSafe = written == text.utf8.count && fsync(descriptor) == 0
        close(descriptor)
        // A link, unlike a rename, fails where another process was faster; then its secret counts.
        let isFirst = isSafe && link(draft, file) == 0
        unlink(draft)
        if isFirst { return text }
        guard let kept = try read(file) else { throw unusable(file) }
        return kept
    }

    private func read(_ file: String) throws -> String? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                .usage, "others may read the secret in \(file)", remedy: "chmod 600 \(file)")
        }
        guard let bytes = FileManager.default.contents(atPath: file) else { throw unusable(file) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func unusable(_ file: String) -> Failure {
        Failure(
            .unreachable, "the file \(file) cannot be used", why: String(cString: strerror(errno)))
    }
}
