import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import LocalCluster

/// A private server: made, shared, killed, and started again with its data.
@Suite(.timeLimit(.minutes(30))) struct ClusterTests {
    @Test func `a cluster is made once and starts again with its data`() async throws {
        try await withFolder { folder in
            let first = try LocalCluster(directory: folder + "/new/one", settings: .fast)
            let configuration = try await first.start()
            try await run(configuration, "CREATE TABLE kept AS SELECT 42 AS answer")
            #expect(await first.serverProcess != nil)
            await first.stop()
            #expect(await first.serverProcess == nil)
            let second = try LocalCluster(directory: folder + "/new/one", settings: .fast)
            #expect(try await answer(await second.start()) == 42)
            await second.stop()
        }
    }

    @Test func `a killed server starts again with all that was committed`() async throws {
        try await withFolder { folder in
            let cluster = try LocalCluster(directory: folder)
            try await run(try await cluster.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
            for _ in 1...2 {
                let server = try #require(await cluster.serverProcess)
                #expect(kill(server, SIGKILL) == 0)
                let next = try LocalCluster(directory: folder)
                #expect(try await answer(await next.start()) == 42)
                #expect(await next.serverProcess != server)
                await next.stop()
                #expect(await next.serverProcess != nil, "the first still uses the folder")
            }
            await cluster.stop()
            #expect(await cluster.serverProcess == nil)
        }
    }

    @Test func `several users of one folder share a server, which goes with the last`()
        async throws
    {
        try await withFolder { folder in
            let clusters = try (0..<3).map { _ in
                try LocalCluster(directory: folder, settings: .fast)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for cluster in clusters { group.addTask { _ = try await cluster.start() } }
                try await group.waitForAll()
            }
            let server = await clusters[0].serverProcess
            #expect(server != nil)
            for cluster in clusters {
                #expect(await cluster.serverProcess == server)
                await cluster.stop()
            }
            #expect(await clusters[0].serverProcess == nil)
        }
    }

    @Test func `what an interrupted beginning has left is made anew`() async throws {
        try await withFolder { folder in
            let remains = folder + "/data.unfinished/base"
            try FileManager.default.createDirectory(
                atPath: remains, withIntermediateDirectories: true)
            let cluster = try LocalCluster(directory: folder, settings: .fast)
            _ = try await cluster.start()
            #expect(!FileManager.default.fileExists(atPath: remains))
            await cluster.stop()
        }
    }

    @Test func `a folder that others could enter is shut`() async throws {
        try await withFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
            let cluster = try LocalCluster(directory: folder, settings: .fast)
            _ = try await cluster.start()
            for path in [folder, folder + "/data", folder + "/socket"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o700, "\(path)")
            }
            await cluster.stop()
        }
    }

    @Test func `a path too long for a socket has its socket elsewhere`() async throws {
        try await withFolder { folder in
            let long = folder + "/" + String(repeating: "long-", count: 24) + "path"
            let cluster = try LocalCluster(directory: long, settings: .fast)
            let configuration = try await cluster.start()
            #expect(configuration.description.contains("host=/tmp/clubs-"))
            try await run(configuration, "SELECT 1")
            await cluster.stop()
        }
    }

    @Test(arguments: ["/proc/1/clubs", "/dev/null/clubs"])
    func `a folder that cannot be made is named`(directory: String) async throws {
        let cluster = try LocalCluster(directory: directory, settings: .fast)
        let failure = await #expect(throws: LocalClusterFailure.self) {
            _ = try await cluster.start()
        }
        #expect(failure?.description.contains("the folder \(directory) cannot be made") == true)
    }

    @Test func `a link or a file in the folder's place is refused`() async throws {
        try await withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: folder)
            for path in [folder + "/link", "/dev/null"] {
                let cluster = try LocalCluster(directory: path, settings: .fast)
                let failure = await #expect(throws: LocalClusterFailure.self) {
                    _ = try await cluster.start()
                }
                #expect(failure?.description.contains(path) == true)
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
    func `a folder of another user is refused`() async throws {
        try await withFolder { folder in
            let theirs = folder + "/theirs"
            try FileManager.default.createDirectory(
                atPath: theirs, withIntermediateDirectories: false)
            #expect(chown(theirs, 4242, 4242) == 0)
            let cluster = try LocalCluster(directory: theirs, settings: .fast)
            let failure = await #expect(throws: LocalClusterFailure.self) {
                _ = try await cluster.start()
            }
            #expect(failure?.description == "\(theirs) belongs to another user")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root runs the server as somebody else"))
    func `a folder that the server's account cannot enter is refused before anything is made`()
        async throws
    {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/private", withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            let cluster = try LocalCluster(
                directory: folder + "/private/clubs", settings: .fast)
            let failure = await #expect(throws: LocalClusterFailure.self) {
                _ = try await cluster.start()
            }
            #expect(failure?.description.contains("cannot enter \(folder)") == true)
        }
    }

    @Test func `a server that does not start quotes its log`() async throws {
        try await withFolder { folder in
            var settings = ClusterSettings.fast
            settings.parameters["shared_preload_libraries"] = "no_such_library"
            let cluster = try LocalCluster(directory: folder, settings: settings)
            let failure = await #expect(throws: LocalClusterFailure.self) {
                _ = try await cluster.start()
            }
            #expect(failure?.description.contains("no_such_library") == true)
            #expect(await cluster.serverProcess == nil)
        }
    }

    private func run(_ configuration: Configuration, _ sql: SQL) async throws {
        let connection = try await Connection.open(configuration)
        _ = try await connection.query(sql)
        await connection.close()
    }

    private func answer(_ configuration: Configuration) async throws -> Int32 {
        let connection = try await Connection.open(configuration)
        let rows = try await connection.query("SELECT answer FROM kept").rows
        await connection.close()
        return try #require(rows.first).decode(Int32.self)
    }
}
