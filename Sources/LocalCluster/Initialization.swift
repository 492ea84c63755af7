import Foundation

/// Makes a cluster: whole, or not at all.
struct Initialization {
    let folder: ClusterFolder
    let program: ServerProgram
    let account: ServerAccount

    /// `initdb` works beside the final place and the result is renamed, so that a cluster that is
    /// there is complete; what an interrupted run has left is removed first.
    ///
    /// - Parameter isDurable: Whether to wait until the disk has it.
    func run(isDurable: Bool) async throws {
        let unfinished = folder.unfinishedData
        if FileManager.default.fileExists(atPath: unfinished) {
            try FileManager.default.removeItem(atPath: unfinished)
        }
        var arguments = [
            "--pgdata=\(unfinished)", "--username=\(LocalCluster.user)",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth-local=trust",
            "--auth-host=reject",
        ]
        if !isDurable { arguments.append("--no-sync") }
        let result = try await account.run(program.path(of: "initdb"), arguments)
        guard result.succeeded else {
            throw LocalClusterFailure(
                "no PostgreSQL cluster could be made in \(folder.path): \(result.output)")
        }
        guard rename(unfinished, folder.data) == 0 else {
            throw LocalClusterFailure.system("\(unfinished) cannot be renamed")
        }
        if isDurable { try syncFolder() }
    }

    /// A renaming is on the disk when the folder is.
    private func syncFolder() throws {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw LocalClusterFailure.system("\(folder.path) cannot be opened")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw LocalClusterFailure.system("\(folder.path) cannot be written to the disk")
        }
    }
}
