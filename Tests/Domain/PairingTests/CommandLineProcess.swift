import Foundation
import Testing

/// The built command line, run as a process.
struct CommandLineProcess {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] {
        output.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }

    /// Runs `clubs pairing …`; the program lies beside the bundle of these tests.
    static func pairing(_ arguments: String..., input: String) throws -> CommandLineProcess {
        try pairing(arguments, input: Data(input.utf8))
    }

    static func pairing(_ arguments: [String], input: Data = Data()) throws -> CommandLineProcess {
        let program = Bundle.module.bundleURL.deletingLastPathComponent().appending(path: "clubs")
        try #require(
            FileManager.default.isExecutableFile(atPath: program.path),
            "build the product clubs first")
        let process = Process()
        process.executableURL = program
        process.arguments = ["pairing"] + arguments
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationReason == .exit, "it ends by itself")
        return CommandLineProcess(
            status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }
}
