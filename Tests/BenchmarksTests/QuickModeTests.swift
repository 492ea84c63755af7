import EventSourcing
import Foundation
import TestSupport
import Testing

/// The benchmarks as a process, each with a server of its own; no time is judged.
///
/// The others, which load the whole machine, run on their own in `.ci/test`.
@Suite(.serialized)
struct QuickModeTests {
    private var program: String {
        URL(fileURLWithPath: ClubsTool.path).deletingLastPathComponent()
            .appendingPathComponent("clubs-benchmarks").path
    }

    private func run(
        _ arguments: [String], path: String = "/usr/local/bin:/usr/bin:/bin"
    ) async throws -> ClubsTool.Result {
        try await ClubsTool.run(
            program: program, ["log"] + arguments, environment: ["PATH": path])
    }

    @Test(
        arguments: [
            (["read"], ["decode : Foundation", "pipelined : blocking"]),
            (["rebuild"], ["time of rebuild : COPY and index"]),
        ] as [([String], [String])])
    func `quick mode writes its figures as a table and as JSON`(
        arguments: [String], findings: [String]
    ) async throws {
        try await withFolder { folder in
            let file = folder + "/figures.json"
            let result = try await run(
                arguments + ["--quick", "--clubs", ClubsTool.path, "--json", file])
            try #require(result.status == 0, "\(result)")
            let json = try JSONDecoder().decode(
                JSONValue.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
            let text = String(decoding: try JSONEncoder().encode(json), as: UTF8.self)
            for finding in findings {
                #expect(text.contains("\"\(finding)\""))
                #expect(result.output.contains(finding))
            }
        }
    }

    @Test func `pictures are drawn where they are wanted`() async throws {
        try await withFolder { folder in
            let result = try await run(["growth", "--quick", "--pictures", folder + "/pictures"])
            try #require(result.status == 0, "\(result)")
            let drawn = try FileManager.default.contentsOfDirectory(atPath: folder + "/pictures")
            #expect(
                drawn.sorted() == [
                    "append.svg", "stream-cold.svg", "stream-hot.svg", "tail.svg", "tenants.svg",
                ])
        }
    }

    @Test(arguments: [
        (["http", "--quick", "--clubs", "/nonexistent"], "swift build -c release"),
        (["http", "--quick"], "apt-get install wrk"),
        (["append", "--rounds", "1"], ".ci/install benchmarks"),
        (["append", "--rounds", "0"], "Rounds lie between 1 and 100"),
    ])
    func `what is missing is named, with the way to get it`(
        arguments: [String], remedy: String
    ) async throws {
        var arguments = arguments
        if !arguments.contains("--clubs") { arguments += ["--clubs", ClubsTool.path] }
        try await withFolder { folder in
            // A folder without any program, and without the Python of this project.
            let result = try await ClubsTool.run(
                program: "/usr/bin/env", ["--chdir", folder, program, "log"] + arguments,
                environment: ["PATH": folder])
            #expect(result.status != 0)
            #expect(result.status != nil, "it must not crash")
            #expect(result.errors.contains(remedy), "\(result)")
        }
    }
}
