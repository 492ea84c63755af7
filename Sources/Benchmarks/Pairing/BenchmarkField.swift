import Glibc
import Pairing
import PairingProof

/// A generated field, cut off before each of its rounds.
struct BenchmarkField {
    private let players: Int
    private let stages: [(round: Int, history: TournamentHistory, report: String)]

    /// - Parameter paired: After how many rounds it is cut off.
    init(players: Int, rounds: Int, paired: [Int]) {
        self.players = players
        let whole = TournamentGenerator.history(.init(players: players, rounds: rounds, seed: 1))
        stages = paired.map { played in
            let history = whole.before(round: played + 1)
            return (played + 1, history, ReportFile(name: "Benchmark", history: history).text)
        }
    }

    func measurement(
        of program: String?, beside reference: Gacrux?, repetitions: Int, folder: String
    ) throws -> PairingMeasurement {
        var ours: [ChildProcess] = []
        var theirs: [Double] = []
        var inside: [Double] = []
        for stage in stages {
            inside += try inProcess(stage.history, round: stage.round, repetitions: repetitions)
            let path = "\(folder)/\(players)-\(stage.round).trf"
            try TextFile.write(stage.report, to: path)
            defer { unlink(path) }
            if let program {
                for _ in 0..<repetitions {
                    ours.append(try done(ChildProcess([program, "pairing", "next", path])))
                }
            }
            if let reference {
                let command = reference.pairingCommand(forReportAt: path)
                theirs.append(try done(ChildProcess(command)).processorTime)
            }
        }
        return PairingMeasurement(
            players: players, inProcess: inside.median,
            ours: ours.map(\.processorTime).median, memory: ours.map(\.memory).max(),
            reference: theirs.median)
    }

    private func inProcess(_ history: TournamentHistory, round: Int, repetitions: Int) throws
        -> [Double]
    {
        _ = try history.swissPairing(ofRound: round)
        return try (0..<max(repetitions, 3)).map { _ in
            let start = clock()
            let pairs = try history.swissPairing(ofRound: round).boards.count
            precondition(pairs > 0)
            return Double(clock() - start) / Double(CLOCKS_PER_SEC)
        }
    }

    private func done(_ process: ChildProcess) throws -> ChildProcess {
        guard process.status == 0 else { throw Refused(description: process.output) }
        return process
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle; nil if there are none.
    var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
    }
}
