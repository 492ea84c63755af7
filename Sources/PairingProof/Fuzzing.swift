import Glibc
import Pairing
import PairingCommands

/// Runs readers over damaged input. A crash or a hang ends the process, and says which input it was.
///
/// Input *i* of a seed is the same on every machine and in every run.
package struct Fuzzing: Sendable {
    package enum Target: String, CaseIterable, Sendable {
        /// Report files, and everything that is done with what was read.
        case report
        /// The JSON of knockouts.
        case bracket
    }

    /// What became of the inputs.
    package struct Tally: Sendable, Equatable {
        package var accepted = 0
        package var refused = 0
    }

    /// A rule about input that was read, broken.
    package struct Broken: Error, CustomStringConvertible {
        package let target: Target
        package let seed: UInt64
        package let rule: String
        package let input: [UInt8]

        package var description: String {
            "\(target.rawValue), seed \(seed): \(rule)\n" + String(decoding: input, as: UTF8.self)
        }
    }

    private let target: Target
    private let seeds: [[UInt8]]

    package init(_ target: Target) {
        self.target = target
        seeds = target == .report ? Self.reports : Self.brackets
    }

    /// - Parameter first: The number of the first input; each input has a seed of its own.
    /// - Complexity: O(inputs); an input has at most 64 KiB.
    package func run(from first: UInt64, inputs: Int) throws(Broken) -> Tally {
        var tally = Tally()
        Watchdog.begin()
        defer { Watchdog.end() }
        for seed in first..<(first + UInt64(inputs)) {
            Watchdog.isAt(seed)
            var mutator = Mutator(seed: seed, seeds: seeds)
            let input = mutator.next()
            let isAccepted =
                target == .report
                ? try useReport(input, seed: seed)
                : (try? KnockoutFile.answer(to: input)) != nil
            if isAccepted { tally.accepted += 1 } else { tally.refused += 1 }
        }
        return tally
    }

    /// - Returns: Whether it could be read.
    private func useReport(_ input: [UInt8], seed: UInt64) throws(Broken) -> Bool {
        guard let report = try? ReportFile(bytes: input) else { return false }
        let text = report.text
        let again = try? ReportFile(bytes: Array(text.utf8))
        guard again?.text == text else {
            throw Broken(
                target: target, seed: seed, rule: "what was written once is not stable",
                input: input)
        }
        for dialect in [ReportFile.Dialect.trf26, .trf16] { _ = try? report.converted(to: dialect) }
        guard let history = try? report.history() else { return false }
        let round = history.pairedRounds + 1
        if let pairing = try? history.swissPairing(ofRound: round) {
            let paired =
                pairing.boards.flatMap { [$0.white, $0.black] } + [pairing.bye].compactMap(\.self)
            let present = history.entrants.filter { $0.outcome(ofRound: round) == .absent }
            guard paired.sorted() == present.map(\.number) else {
                throw Broken(
                    target: target, seed: seed, rule: "somebody is lost or paired twice",
                    input: input)
            }
            if seed.isMultiple(of: 16) { _ = try? history.explanation(ofRound: round) }
        }
        _ = Crosstable(of: history)
        return true
    }

    private static let reports: [[UInt8]] = (UInt64(1)...24).map { seed in
        var settings = RandomTournaments.small(seed: seed)
        settings.players = min(settings.players, 12)
        settings.forbiddenPairs = min(settings.forbiddenPairs, 3)
        let history = TournamentGenerator.history(settings)
        let report = ReportFile(name: "Seed \(seed)", history: history)
        let older = try? report.converted(to: .trf16)
        return Array((seed.isMultiple(of: 3) ? older ?? report : report).text.utf8)
    }

    private static let brackets: [[UInt8]] = [
        #"{"type":"single","players":4,"thirdPlace":true,"results":[["W",1,1,1],["W",1,2,2]]}"#,
        #"{"type":"single","players":5,"reseeds":true,"results":[["W",1,2,5],["W",2,1,1]]}"#,
        #"{"type":"double","players":4,"grandFinal":"reset","results":[["W",1,1,1],["L",1,1,4]]}"#,
        #"{"type":"double","players":6,"grandFinal":"single","results":[]}"#,
        #"{"players": 3, "type": "single", "results": [["W", 1, 2, 0]]}"#,
    ].map { Array($0.utf8) }
}
