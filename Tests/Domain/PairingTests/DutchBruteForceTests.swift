import Pairing
import Testing

/// The engine against an independent evaluation of C1 to C21 that tries every pairing of a round.
@Suite struct DutchBruteForceTests {
    /// Seeds in slices, so that the tests of a slice run beside each other.
    static let slices: [Range<UInt64>] = (0..<8).map { $0 * 75..<($0 + 1) * 75 }

    @Test(arguments: slices)
    func `every round of a small field is paired as trying everything pairs it`(
        seeds: Range<UInt64>
    ) {
        for seed in seeds {
            let history = SmallFields.generated(seed: seed)
            for round in 1...max(history.pairedRounds, 1) {
                expectSame(history.before(round: round), round: round, seed: seed)
            }
            let next = history.pairedRounds + 1
            if next <= history.plannedRounds { expectSame(history, round: next, seed: seed) }
        }
    }

    @Test(arguments: slices)
    func `whatever was played before, the next round is right`(seeds: Range<UInt64>) {
        for seed in seeds.lowerBound * 4..<seeds.upperBound * 4 {
            let history = SmallFields.adversarial(seed: seed)
            let played = history.entrants.map(\.rounds.count).min() ?? 0
            expectSame(history, round: played + 1, seed: seed)
        }
    }

    private func expectSame(_ history: TournamentHistory, round: Int, seed: UInt64) {
        let report = "seed \(seed), round \(round)"
        let plain = PlainDutch(history, round: round)
        do {
            let pairing = try history.swissPairing(ofRound: round)
            #expect(Set(pairing.boards) == plain.map { Set($0.pairing.boards) }, "\(report)")
            #expect(pairing.bye == plain?.pairing.bye, "\(report)")
        } catch {
            #expect(plain == nil, "\(report) was refused, but can be paired")
        }
    }
}
