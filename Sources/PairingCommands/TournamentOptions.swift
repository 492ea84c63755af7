import ArgumentParser
import Pairing

/// A report file, and what it may leave unsaid.
struct TournamentOptions: ParsableArguments {
    @Argument(
        help: "A tournament report file (TRF16, TRF26, or with XX records); - for standard input.")
    var file: String

    @Option(help: "The number of rounds, if the file does not say it.")
    var rounds: Int?

    @Option(help: "The initial colour, white or black, if the file does not say it.")
    var initialColour: InitialColour?

    @Flag(help: "Accelerate by the Baku system, with the rules' own group size.")
    var baku = false

    enum InitialColour: String, ExpressibleByArgument {
        case white, black
    }

    /// The report and the tournament in it.
    func read() throws(Failure) -> (report: ReportFile, history: TournamentHistory) {
        let report = try InputFile.report(at: file)
        return (report, try history(of: report))
    }

    func history(of report: ReportFile, rounds: Int? = nil) throws(Failure) -> TournamentHistory {
        do throws(ReportError) {
            let colour = initialColour.map { $0 == .white ? Colour.white : Colour.black }
            var history = try report.history(
                plannedRounds: rounds ?? self.rounds, initialColour: colour)
            if baku { history.acceleration = .baku }
            return history
        } catch {
            throw .unreadable("\(file): \(error)")
        }
    }
}
