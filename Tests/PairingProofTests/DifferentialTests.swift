import Glibc
import Pairing
import PairingProof
import Testing

/// Fresh tournaments against an independent program. Where continuous integration runs, that
/// program has to be there; elsewhere the tests are skipped without it.
@Suite(.serialized) struct DifferentialTests {
    static let isRequired = getenv("CI").map { String(cString: $0) == "true" } ?? false
    static let canRun = isRequired || (try? Gacrux()) != nil

    @Test(.enabled(if: canRun, "gacrux is not installed; .ci/install does it"))
    func `five hundred random tournaments are paired as gacrux pairs them`() async throws {
        let run = DifferentialRun(reference: try Gacrux())
        let differences = try await run.differences(
            in: (1...500).map { RandomTournaments.small(seed: $0) })
        for difference in differences { Issue.record("\(difference)") }
    }

    @Test(.enabled(if: canRun, "gacrux is not installed; .ci/install does it"))
    func `larger fields are paired as gacrux pairs them`() async throws {
        let run = DifferentialRun(reference: try Gacrux())
        let fields = [(120, 9), (201, 7), (300, 5)]
        let differences = try await run.differences(
            in: fields.enumerated().map { index, field in
                RandomTournaments.field(
                    players: field.0, rounds: field.1, seed: UInt64(900_000 + index))
            })
        for difference in differences { Issue.record("\(difference)") }
    }

    /// Without this, a reference that agrees with everything would look like proof.
    @Test(.enabled(if: canRun, "gacrux is not installed; .ci/install does it"))
    func `a board with its colours turned is a difference`() throws {
        var history = TournamentGenerator.history(.init(players: 12, rounds: 5, seed: 1))
        for index in history.entrants.indices {
            let outcome = history.entrants[index].rounds[4]
            guard case .game(let opponent, let colour, let score, _) = outcome,
                history.entrants[index].number == 1 || opponent == 1
            else { continue }
            history.entrants[index].rounds[4] = .game(
                opponent: opponent, colour: colour.opposite, score: score)
        }
        #expect(history.pairingDifferences().count == 2)
        let path = "/tmp/clubs-turned-\(getpid()).trf"
        try TextFile.write(ReportFile(name: "Turned", history: history).text, to: path)
        defer { unlink(path) }
        #expect(try Gacrux().disagreement(onReportAt: path) != nil)
    }
}
