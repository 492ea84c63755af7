import Foundation

/// What runs in a cluster's folder. A server and all its children have the data folder as their
/// working directory, which nobody else has reason to, and which a recycled process number cannot
/// pretend.
extension ClusterFolder {
    private static let pollInterval: Duration = .milliseconds(20)

    private var processIDFile: String { data + "/postmaster.pid" }

    /// The server's process, if it runs; a stale file names none.
    var runningServer: Int32? {
        guard let noted = notedProcess, worksInData(noted) else { return nil }
        return noted
    }

    /// The process that `postmaster.pid` names, alive or not.
    private var notedProcess: Int32? {
        guard let bytes = FileManager.default.contents(atPath: processIDFile) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first
            .flatMap { Int32($0) }
    }

    private func worksInData(_ process: Int32) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd"))
            == resolvedData
    }

    private var resolvedData: String {
        URL(fileURLWithPath: data).resolvingSymlinksInPath().path
    }

    private var hasProcesses: Bool {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { Int32($0) }.contains(where: worksInData)
    }

    /// Waits for the children of a killed server to end, and removes its notes: one beside the
    /// data, one beside the socket.
    ///
    /// PostgreSQL clears a stale note by itself, unless its process number is still in use: by
    /// another program, or by the dead server where nobody has asked for its exit code yet. Then
    /// it would refuse to start, though nothing of it is alive.
    func clearRemains(within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while hasProcesses {
            guard ContinuousClock.now < deadline else {
                throw LocalClusterFailure(
                    "processes of a dead PostgreSQL server still work in \(data); end them first")
            }
            try await Task.sleep(for: Self.pollInterval)
        }
        for note in [processIDFile, socketLockFile] where unlink(note) != 0 && errno != ENOENT {
            throw LocalClusterFailure.system("\(note) is stale and cannot be removed")
        }
    }
}
