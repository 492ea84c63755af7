import Foundation

/// The folder of a cluster: what lies where, and what of it is alive.
struct ClusterFolder: Sendable {
    /// What `sockaddr_un` holds, the final NUL not counted.
    private static let longestSocketPath = 107
    /// The server's own name for the socket of port 5432.
    private static let socketName = ".s.PGSQL.5432"
    /// A log longer than this makes room for a new one when the server starts.
    private static let longestLog = 16 * 1024 * 1024
    /// How much of the log an error quotes.
    private static let quotedLines = 15
    private static let quotedBytes = 8192

    let path: String
    let owner: ServerAccount

    var data: String { path + "/data" }
    /// Where a new cluster grows until it is whole.
    var unfinishedData: String { path + "/data.unfinished" }
    var logFile: String { path + "/server.log" }
    var lockFile: String { path + "/lock" }
    var usersFile: String { path + "/users" }

    /// Below the folder, or for a long path under `/tmp`, in a folder with the path's digest.
    var socketDirectory: String {
        let natural = path + "/socket"
        let length = natural.utf8.count + 1 + Self.socketName.utf8.count
        guard length > Self.longestSocketPath else { return natural }
        return "/tmp/clubs-\(owner.userID)-" + String(digest(path), radix: 16)
    }

    var socketLockFile: String { "\(socketDirectory)/\(Self.socketName).lock" }

    /// Makes the folder, for its owner alone.
    func prepare() throws {
        precondition(path.hasPrefix("/"), "a cluster's folder is an absolute path")
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw LocalClusterFailure("the folder \(path) cannot be made: \(error)")
        }
        try claim(path)
        try checkWayIn()
    }

    func prepareSocketDirectory() throws {
        if mkdir(socketDirectory, 0o700) != 0, errno != EEXIST {
            throw LocalClusterFailure.system("the folder \(socketDirectory) cannot be made")
        }
        try claim(socketDirectory)
    }

    /// Gives a folder to the owner and shuts all others out; refuses what is another's already.
    private func claim(_ directory: String) throws {
        var status = stat()
        guard lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw LocalClusterFailure("\(directory) is no folder")
        }
        guard [owner.userID, geteuid()].contains(status.st_uid) else {
            throw LocalClusterFailure("\(directory) belongs to another user")
        }
        guard chown(directory, owner.userID, owner.groupID) == 0, chmod(directory, 0o700) == 0
        else {
            throw LocalClusterFailure.system("\(directory) cannot be given to \(owner.name)")
        }
    }

    /// Root may have put the folder where the server's account cannot go.
    private func checkWayIn() throws {
        guard owner.isAnother else { return }
        var parent = (path as NSString).deletingLastPathComponent
        while parent.count > 1 {
            var status = stat()
            guard stat(parent, &status) == 0 else { return }
            let mayEnter =
                status.st_mode & S_IXOTH != 0
                || (status.st_uid == owner.userID && status.st_mode & S_IXUSR != 0)
                || (status.st_gid == owner.groupID && status.st_mode & S_IXGRP != 0)
            guard mayEnter else {
                throw LocalClusterFailure(
                    """
                    the server runs as \(owner.name), who cannot enter \(parent); \
                    choose another folder than \(path), such as \(LocalCluster.defaultDirectory)
                    """)
            }
            parent = (parent as NSString).deletingLastPathComponent
        }
    }

    /// The major version that made the data; `nil` before there are any.
    var dataVersion: String? {
        guard let bytes = FileManager.default.contents(atPath: data + "/PG_VERSION") else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    func rotateLog() {
        let size = try? FileManager.default.attributesOfItem(atPath: logFile)[.size] as? Int
        guard let size, size > Self.longestLog else { return }
        rename(logFile, logFile + ".1")
    }

    var lastLogLines: String {
        guard let handle = FileHandle(forReadingAtPath: logFile),
            let end = try? handle.seekToEnd(),
            (try? handle.seek(toOffset: end - min(end, UInt64(Self.quotedBytes)))) != nil,
            let bytes = try? handle.readToEnd()
        else { return "" }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .suffix(Self.quotedLines).joined(separator: "\n")
    }
}

extension LocalClusterFailure {
    /// With the system's own reason, from `errno`.
    static func system(_ message: String) -> LocalClusterFailure {
        LocalClusterFailure("\(message): \(String(cString: strerror(errno)))")
    }
}

/// FNV-1a in 64 bits: short, and the same in every process.
private func digest(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
