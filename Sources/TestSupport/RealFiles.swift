import Foundation

/// What really happened, as the demonstration brings it along: `online-blitz-2020-05.trf`.
package func realFile(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../CommandLineTool/Demo/\(name)").standardized
}
