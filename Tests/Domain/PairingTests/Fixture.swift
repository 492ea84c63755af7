import Foundation
import Pairing
import Testing

/// Files of `Fixtures/`, beside the tests; those of `real` stand with the demonstration.
enum Fixture {
    static func url(_ path: String) -> URL {
        guard path.hasPrefix("real") else {
            return Bundle.module.bundleURL.appending(path: "Fixtures/\(path)")
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        return root.appending(path: "Sources/CommandLineTool/Demo\(path.dropFirst(4))").standardized
    }

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: url(path))
    }

    /// The paths of a folder's files with an extension, in alphabetical order.
    static func paths(in folder: String, endingIn suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
    }

    static func report(_ path: String) throws -> ReportFile {
        try ReportFile(bytes: Array(data(path)))
    }
}
