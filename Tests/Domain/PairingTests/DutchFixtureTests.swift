import Foundation
import Pairing
import Testing

/// 60 tournaments that two independent programs have paired alike, round by round.
///
/// Made by a pairing engine of a FIDE-endorsed program under the rules in force from February
/// 2026: odd and even fields, forfeits, byes of every kind, late entries, withdrawals, pairs that
/// must not meet, acceleration, other point systems.
@Suite struct DutchFixtureTests {
    static let files: [URL] = {
        let folder = Bundle.module.url(forResource: "Fixtures/swiss", withExtension: nil)
        let names = folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return (names ?? []).filter { $0.pathExtension == "trf" }.sorted { $0.path < $1.path }
    }()

    @Test func `all sixty are there`() {
        #expect(Self.files.count == 60)
    }

    @Test(arguments: files)
    func `every round is paired as two other programs paired it`(file: URL) throws {
        let history = try history(in: file)
        #expect(history.pairedRounds > 0)
        #expect(history.pairingDifferences() == [])
    }

    @Test func `there are 442 rounds`() throws {
        let rounds = try Self.files.map { try history(in: $0).pairedRounds }
        #expect(rounds.reduce(0, +) == 442)
    }

    @Test func `a round without a legal pairing is refused`() throws {
        var refused = 0
        for file in Self.files {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard let mark = text.range(of: "### no-pairing-after ") else { continue }
            let digits = text[mark.upperBound...].prefix { $0.isNumber }
            let round = try #require(Int(digits)) + 1
            let history = try history(in: file)
            #expect(throws: NoLegalPairing.self) { try history.swissPairing(ofRound: round) }
            refused += 1
        }
        #expect(refused > 0)
    }

    private func history(in file: URL) throws -> TournamentHistory {
        let report = try ReportFile(bytes: Array(try Data(contentsOf: file)))
        return try report.history()
    }
}
