import ArgumentParser
import Pairing

/// A report file, and what it may leave unsaid.
struct TournamentOptions: ParsableArguments {
    @Argument(
        help: "A tournament report file (TRF16, TRF26, or with XX records); - for standard input.")
    var file: String

    @Option(help: "The number of rounds, in place of what the file says.")
    var rounds: Int?

    @Option(help: "The initial colour, white or black, in place of what the file says.")
    var initialColour: InitialColour?

    @Flag(help: "Accelerate by the Baku system, with the rules' own group size.")
    var baku = false

    @Flag(
        help: "Pair and rank the teams of 013 records; record 192 or 310 records say so themselves."
    )
    var teams = false

    enum InitialColour: String, ExpressibleByArgument {
        case white, black
    }

    /// The tournament in the file.
    func read() throws(Failure) -> ReportedTournament {
        try tournament(of: try InputFile.report(at: file), rounds: rounds)
    }

    /// The tournament with the rounds that have been paired, if the file does not say how many there
    /// will be: enough to rank it.
    func readPlayed() throws(Failure) -> (ReportFile, ReportedTournament) {
        let report = try InputFile.report(at: file)
        let rounds = rounds ?? report.plannedRounds ?? report.pairedRounds
        return (report, try tournament(of: report, rounds: rounds))
    }

    private func tournament(of report: ReportFile, rounds: Int?) throws(Failure)
        -> ReportedTournament
    {
        let colour = initialColour.map { $0 == .white ? Colour.white : Colour.black }
        guard rounds.map((1...Self.mostRounds).contains) ?? true else {
            throw .unreadable("--rounds takes 1 to \(Self.mostRounds)")
        }
        do throws(ReportError) {
            if teams || report.isTeamTournament {
                var history = try report.teamHistory(plannedRounds: rounds, initialColour: colour)
                if baku { history.acceleration = .baku }
                return .teams(history)
            }
            var history = try report.history(plannedRounds: rounds, initialColour: colour)
            if baku { history.acceleration = .baku }
            return .players(history)
        } catch {
            throw .unreadable("\(file): \(error)")
        }
    }

    private static let mostRounds = 999
}

/// What a report file tells of.
enum ReportedTournament {
    case players(TournamentHistory)
    case teams(TeamHistory)

    var pairedRounds: Int {
        switch self {
        case .players(let history): history.pairedRounds
        case .teams(let history): history.pairedRounds
        }
    }

    func pairing(ofRound round: Int) throws(PairingRefusal) -> SwissPairing {
        switch self {
        case .players(let history): try history.pairing(ofRound: round)
        case .teams(let history): try history.pairing(ofRound: round)
        }
    }

    func pairingDifferences() -> [PairingDifference] {
        switch self {
        case .players(let history): history.pairingDifferences()
        case .teams(let history): history.pairingDifferences()
        }
    }
}
