import Glibc
import Pairing
import PairingProof
import Testing

/// Fresh team tournaments against an independent program, as `DifferentialTests` has them.
@Suite(.serialized) struct TeamDifferentialTests {
    @Test(
        .enabled(if: DifferentialTests.canRun, "gacrux is not installed; .ci/install does it"))
    func `a hundred random team tournaments are paired as gacrux pairs them`() throws {
        let reference = try Gacrux()
        let path = "/tmp/clubs-teams-\(getpid()).trf"
        defer { unlink(path) }
        for seed in 1...100 as ClosedRange<UInt64> {
            let report = Self.report(seed: seed)
            try TextFile.write(report, to: path)
            if let answer = try reference.disagreement(onReportAt: path) {
                Issue.record("seed \(seed):\n\(report)\n\(answer)")
            }
        }
    }

    /// Fields, rates, scores and colour models take turns, so that all of them meet.
    private static func report(seed: UInt64) -> String {
        let turn = Int(seed)
        let teams = 4 + turn * 7 % 21
        var settings = TournamentGenerator.Settings(
            players: teams, rounds: min(3 + turn % 7, teams - 1), seed: seed)
        settings.forfeitPercent = [0, 3, 10][turn % 3]
        settings.halfPointByePercent = [0, 5][turn % 2]
        settings.zeroPointByePercent = [0, 0, 5][turn / 2 % 3]
        settings.lateEntryPercent = [0, 10][turn / 3 % 2]
        settings.withdrawalPercent = [0, 3][turn / 5 % 2]
        settings.forbiddenPairs = [0, 2][turn / 7 % 2]
        let history = TeamTournamentGenerator.history(
            settings, boards: 2 + turn % 4,
            primaryScore: turn.isMultiple(of: 3) ? .game : .match,
            colourModel: [.typeA, .typeB, .none, .typeA][turn % 4])
        return ReportFile(name: "Seed \(seed)", history: history).text
    }
}
