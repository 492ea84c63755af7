import EventSourcing
import Foundation
import TestSupport
import Testing

/// `clubs` without DATABASE_URL: a private PostgreSQL in the data folder.
@Suite(.timeLimit(.minutes(30)), .serialized) struct EmbeddedTests {
    private static let create = [
        "tenant", "create", "hillside", "--school", "Hillside School", "--admin", "Ada Byron",
    ]
    private static let isRoot = geteuid() == 0

    @Test func `the first command makes everything, and leaves data and no server`() async throws {
        try await withFolder { folder in
            let clubs = Program(environment: ["CLUBS_DATA": folder])
            #expect(try await clubs.run(Self.create).status == 0)
            #expect(!isServerRunning(in: folder))
            let secret = try FileManager.default.attributesOfItem(atPath: folder + "/vault.key")
            #expect(secret[.posixPermissions] as? Int == 0o600)
            let count = try await clubs.run("log", "count")
            #expect(count.lines.last == "total\t4")
            #expect(!isServerRunning(in: folder))
        }
    }

    @Test(.enabled(if: isRoot, "only root can become somebody else"))
    func `an ordinary user has all of it in a folder of their own`() async throws {
        let user = try #require(getpwnam("nobody"))
        try await withFolder { folder in
            #expect(chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0)
            let clubs = Program(environment: ["XDG_DATA_HOME": folder])
            let identity = [
                "--reuid=\(user.pointee.pw_uid)", "--regid=\(user.pointee.pw_gid)",
                "--clear-groups", "--", ClubsTool.path,
            ]
            let created = try await clubs.run(program: "/usr/bin/setpriv", identity + Self.create)
            #expect(created.status == 0, "\(created)")
            let verified = try await clubs.run(
                program: "/usr/bin/setpriv", identity + ["log", "verify"])
            #expect(verified.output == "whole: 4 events in 2 streams\n", "\(verified)")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/clubs")
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            #expect(attributes[.ownerAccountName] as? String == "nobody")
            #expect(!isServerRunning(in: folder + "/clubs"))
            // Root finds the folder taken.
            try await clubs.with("CLUBS_DATA", folder + "/clubs").run("log", "count")
                .expect(7, saying: "belongs to another user")
        }
    }

    @Test func `commands at once on one folder share the server`() async throws {
        try await withFolder { folder in
            let clubs = Program(environment: ["CLUBS_DATA": folder])
            try await withThrowingTaskGroup(of: ClubsTool.Result.self) { group in
                for number in 1...3 {
                    group.addTask {
                        try await clubs.run(
                            "tenant", "create", "school-\(number)", "--school", "S", "--admin", "A")
                    }
                }
                for try await ended in group { #expect(ended.status == 0, "\(ended)") }
            }
            #expect(try await clubs.run("tenant", "list", "--json").jsonLines().count == 3)
            #expect(!isServerRunning(in: folder))
        }
    }

    @Test func `a killed service leaves its data to the next one`() async throws {
        try await withFolder { folder in
            let clubs = Program(environment: ["CLUBS_DATA": folder])
            #expect(try await clubs.run(Self.create).status == 0)
            for _ in 1...2 {
                let (_, status) = try await clubs.serving { service in
                    #expect(isServerRunning(in: folder))
                    await service.kill()
                }
                #expect(status == nil)
                #expect(isServerRunning(in: folder), "nobody was left to stop it")
            }
            // The next one finds the server running, goes on with it, and stops it.
            let (_, status) = try await clubs.serving { service in
                let count = try await clubs.run("log", "count")
                #expect(count.lines.last == "total\t4")
                #expect(isServerRunning(in: folder), "the service still uses it")
            }
            #expect(status == 0)
            #expect(!isServerRunning(in: folder))
        }
    }

    @Test func `a service outlives the death of its server`() async throws {
        try await withFolder { folder in
            let clubs = Program(environment: ["CLUBS_DATA": folder])
            #expect(try await clubs.run(Self.create).status == 0)
            let (_, status) = try await clubs.serving { service in
                let tenants = try await clubs.run("tenant", "list", "--json").jsonLines()
                let tenant = try #require(tenants.first?["tenant"]?.string)
                let event = try await clubs.run("log", "show", "3", "--json").json()
                let admin = try #require(event["data"]?["person"]?.string)
                let caller = clubs.with("CLUBS_URL", service.address).with("CLUBS_AS", admin)
                    .with("CLUBS_TENANT", tenant)
                #expect(try await caller.run("club", "list").status == 0)
                let server = try #require(serverProcess(in: folder))
                #expect(kill(server, SIGKILL) == 0)
                // Until the service has its server back, its answer is "try again".
                var answer = try await caller.run("club", "list")
                for _ in 1...100 where answer.status == 7 {
                    answer = try await caller.run("club", "list")
                }
                #expect(answer.status == 0, "\(answer)\n\(service.errors)")
                #expect(serverProcess(in: folder) != server)
            }
            #expect(status == 0)
            #expect(!isServerRunning(in: folder))
        }
    }

    @Test func `a vault key that others may read is refused`() async throws {
        try await withFolder { folder in
            let clubs = Program(environment: ["CLUBS_DATA": folder])
            #expect(try await clubs.run(Self.create).status == 0)
            let file = folder + "/vault.key"
            #expect(chmod(file, 0o640) == 0)
            try await clubs.run("log", "count").expect(2, saying: file, "chmod 600")
            #expect(chmod(file, 0o600) == 0)
            try "no key".write(toFile: file, atomically: false, encoding: .utf8)
            try await clubs.run("serve", "--port", "0").expect(2, saying: "32 bytes")
        }
    }

    @Test func `without a server's programs the package is named`() async throws {
        try await withFolder { folder in
            try await Program(environment: ["CLUBS_DATA": folder, "PG_BIN": "/nowhere"])
                .run("doctor").expect(7, saying: "PG_BIN", "/nowhere")
        }
    }

    @Test func `a folder that cannot be made is named`() async throws {
        try await Program(environment: ["CLUBS_DATA": "/proc/clubs"]).run("log", "count")
            .expect(7, saying: "/proc/clubs", "cannot be made")
    }
}

private func serverProcess(in folder: String) -> Int32? {
    let note = FileManager.default.contents(atPath: folder + "/data/postmaster.pid")
    return note.flatMap {
        Int32(String(decoding: $0, as: UTF8.self).prefix { $0 != "\n" })
    }
}

private func isServerRunning(in folder: String) -> Bool {
    serverProcess(in: folder).map { kill($0, 0) == 0 } ?? false
}
