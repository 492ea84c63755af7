import Foundation
import TestSupport
import Testing

@testable import LocalCluster

/// Which of the installed servers is taken, and what is said where none is.
@Suite struct ServerProgramTests {
    @Test func `the newest is taken for a new cluster, and its own for one that is there`()
        async throws
    {
        try await withFolder { root in
            for version in ["9", "15", "16"] { try install("\(root)/\(version)/bin") }
            try install("\(root)/17/bin", without: "initdb")
            #expect(try find(nil, in: root).folder == "\(root)/16/bin")
            #expect(try find("15", in: root).folder == "\(root)/15/bin")
        }
    }

    @Test func `the search path is looked through where Debian has none`() async throws {
        try await withFolder { root in
            try install("\(root)/half", without: "postgres")
            try install("\(root)/whole")
            let environment = ["PATH": "/nowhere:\(root)/half:\(root)/whole"]
            #expect(
                try ServerProgram.find(
                    forDataOf: nil, environment: environment, debianRoot: "/nowhere"
                ).folder == "\(root)/whole")
        }
    }

    @Test func `without a server the package is named`() async throws {
        let failure = #expect(throws: LocalClusterFailure.self) { try find(nil, in: "/nowhere") }
        let message = try #require(failure?.description)
        #expect(message.contains("apt-get install postgresql)"))
        #expect(message.contains("PG_BIN") && message.contains("DATABASE_URL"))
    }

    @Test func `data of a server that is gone name its package`() async throws {
        try await withFolder { root in
            try install("\(root)/16/bin")
            let failure = #expect(throws: LocalClusterFailure.self) { try find("13", in: root) }
            #expect(failure?.description.contains("apt-get install postgresql-13") == true)
        }
    }

    @Test func `PG_BIN is final`() async throws {
        try await withFolder { root in
            try install("\(root)/16/bin")
            try install("\(root)/mine")
            let mine = ["PG_BIN": root + "/mine"]
            #expect(
                try ServerProgram.find(forDataOf: "16", environment: mine, debianRoot: root).folder
                    == root + "/mine")
            let failure = #expect(throws: LocalClusterFailure.self) {
                try ServerProgram.find(
                    forDataOf: nil, environment: ["PG_BIN": "/nowhere"], debianRoot: root)
            }
            #expect(failure?.description.contains("PG_BIN is /nowhere") == true)
        }
    }

    private func find(_ version: String?, in root: String) throws -> ServerProgram {
        try ServerProgram.find(forDataOf: version, environment: [:], debianRoot: root)
    }

    /// Puts programs that do nothing into a folder.
    private func install(_ folder: String, without missing: String? = nil) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for name in ["initdb", "pg_ctl", "postgres"] where name != missing {
            #expect(
                FileManager.default.createFile(
                    atPath: "\(folder)/\(name)", contents: nil,
                    attributes: [.posixPermissions: 0o755]))
        }
    }
}
