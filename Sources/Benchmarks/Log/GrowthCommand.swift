import ArgumentParser
import Foundation

struct GrowthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Measure how it grows, and draw the curves; a long run.",
        discussion: """
            Fifty million events take some 45 GB and a third of an hour: give --disk, or \
            --largest for less. The pictures are SVG files in the folder that --pictures names.
            """)

    @OptionGroup var options: BenchmarkOptions

    @Option(help: "The largest table, in events.")
    var largest = 50_000_000

    @Option(help: "A folder for the pictures.")
    var pictures: String?

    func run() async throws {
        try await options.reports { server, effort, progress in
            let curves = try await GrowthSuite(server: server)
                .run(effort, largest: largest, progress: progress)
            if let pictures { try Self.draw(curves, in: pictures) }
            return curves.map(\.report)
        }
    }

    private static func draw(_ curves: [Curve], in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for curve in curves {
            try curve.svg.write(
                toFile: "\(folder)/\(curve.name).svg", atomically: true, encoding: .utf8)
        }
    }
}
