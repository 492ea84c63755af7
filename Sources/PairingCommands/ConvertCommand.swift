import ArgumentParser
import Pairing

/// Writes a report in another dialect: `clubs pairing convert FILE.trf --to trf26`.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Print a tournament report as TRF26 or TRF16.",
        discussion: """
            The same file always gives the same bytes, and what has been converted once stays as it is. \
            In TRF16, what it has no records for is written as XX records.

            EXAMPLE
              clubs pairing convert open.trf --to trf26 > open26.trf
            """)

    @Argument(help: "A tournament report file; - for standard input.")
    var file: String

    @Option(help: "trf26 or trf16.")
    var to: Dialect

    enum Dialect: String, ExpressibleByArgument, CaseIterable {
        case trf26, trf16
    }

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let report = try InputFile.report(at: file)
            guard !report.players.isEmpty else {
                throw .unreadable("\(file): expected players (records 001), found none")
            }
            do throws(ReportError) {
                print(try report.converted(to: to == .trf26 ? .trf26 : .trf16).text, terminator: "")
            } catch {
                throw .refused("\(file): \(error)")
            }
        }
    }
}
