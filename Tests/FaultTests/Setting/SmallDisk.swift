import Foundation
import TestSupport

/// A disk of its own for one test, in memory, that can be filled to its last byte.
struct SmallDisk: Sendable {
    private static let size = "size=256m,mode=0755"
    private static let mount = "/usr/bin/mount"
    private static let unmount = "/usr/bin/umount"

    let folder: String
    private var filler: String { folder + "/filler" }

    /// Whether this user may mount one here: root may, unless a container forbids it.
    static var canBeMounted: Bool {
        get async {
            do {
                try await withOne { _ in }
                return true
            } catch {
                return false
            }
        }
    }

    /// Lends `body` an empty one.
    static func withOne(_ body: (SmallDisk) async throws -> Void) async throws {
        try await withFolder { folder in
            let watchdog = try Watchdog(script: #"umount --lazy "$1""#, argument: folder)
            defer { watchdog.dismiss() }
            try await run(mount, ["-t", "tmpfs", "-o", size, "tmpfs", folder])
            do {
                try await body(SmallDisk(folder: folder))
            } catch {
                try await run(unmount, ["--lazy", folder])
                throw error
            }
            try await run(unmount, ["--lazy", folder])
        }
    }

    /// Leaves no room for another page.
    func fill() throws {
        guard FileManager.default.createFile(atPath: filler, contents: nil),
            let handle = FileHandle(forWritingAtPath: filler)
        else { throw Failure("\(filler) cannot be made") }
        defer { handle.closeFile() }
        for size in [1 << 20, 4096] {
            let zeros = Data(count: size)
            // An error is what is wanted here: no space is left for so much.
            while (try? handle.write(contentsOf: zeros)) != nil {}
        }
    }

    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: filler)
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await Program().run(program: program, arguments)
        guard result.status == 0 else { throw Failure("\(program): \(result)") }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}
