import ArgumentParser
import EventSourcing
import Foundation

/// `clubs bracket export T --format trf26`: a tournament as a file.
struct BracketExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a tournament as a file, now or as it was.",
        discussion: """
            EXAMPLES
              clubs bracket export $T --format trf26 --output open.trf
              clubs bracket export $T --format pgn --as-of 2027-03-09
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case trf16, trf26, csv, pgn, ics, json

        /// Behind the tournament's address.
        fileprivate var ending: String {
            switch self {
            case .trf16, .trf26: ".trf"
            default: "." + rawValue
            }
        }

        fileprivate var version: String? {
            switch self {
            case .trf16: "16"
            case .trf26: "26"
            default: nil
            }
        }
    }

    @OptionGroup var options: TournamentOptions

    @Option(help: "Which kind of file.")
    var format: Format

    @Option(help: "Where to write it; to the standard output if not given.")
    var output: String?

    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = ServiceRequest(
            .get, "tournaments", PathPart("\(options.tournament)\(format.ending)"))
        request.add(query: "version", format.version)
        reading.apply(to: &request)
        let file = try await service.client().download(request)
        guard let output else {
            return Terminal.write(file)
        }
        do {
            try file.write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw Failure(
                .usage, "\(output) cannot be written", why: error.localizedDescription,
                remedy: "name a file in a folder that is yours")
        }
    }
}
