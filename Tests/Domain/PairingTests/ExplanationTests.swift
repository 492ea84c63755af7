import Pairing
import Testing

/// Every reason that an explanation gives, against brute force: the natural opponent is forced, and
/// what gets worse first has to be the criterion named.
@Suite struct ExplanationTests {
    @Test(arguments: DutchBruteForceTests.slices)
    func `forcing the natural opponent first worsens exactly the criterion named`(
        seeds: Range<UInt64>
    ) throws {
        for seed in seeds {
            let generated = SmallFields.generated(seed: seed)
            for round in 1...max(generated.pairedRounds, 1) {
                try expectSame(generated.before(round: round), round: round, "generated \(seed)")
            }
            let adversarial = SmallFields.adversarial(seed: seed)
            let played = adversarial.entrants.map(\.rounds.count).min() ?? 0
            try expectSame(adversarial, round: played + 1, "adversarial \(seed)")
        }
    }

    private func expectSame(_ history: TournamentHistory, round: Int, _ name: String) throws {
        guard let plain = PlainDutch(history, round: round) else { return }
        let explanation = try history.explanation(ofRound: round)
        #expect(explanation.boards.count == plain.pairing.boards.count)
        for board in explanation.boards {
            let expected = plain.decision(on: board)
            #expect(
                expected == board.decision,
                "\(name), round \(round), \(board.board), natural \(board.natural ?? 0)")
        }
        for float in explanation.floats + [explanation.bye].compactMap(\.self) {
            let expected = plain.decision(on: float)
            let place = "\(float.number) from \(float.bracketScore)"
            #expect(
                expected == float.decision,
                "\(name), round \(round), \(place), natural \(float.natural ?? 0)")
        }
    }
}

extension PlainDutch {
    /// What speaks against the natural opponent of a board's higher ranked player.
    func decision(on board: PairExplanation) -> Decision {
        let numbers = [board.board.white, board.board.black]
        guard let natural = board.natural else { return .order }
        if numbers.contains(natural) { return .natural }
        let (left, right) = (place(of: board.higher), place(of: natural))
        if let obstacle = round.obstacle(left, right) { return .criterion(obstacle) }
        let pair = PlainRound.Pair(higher: min(left, right), lower: max(left, right))
        let step = step(at: board.bracketScore)
        return loss(at: step) { $0.pairs.contains(pair) }
    }

    /// What speaks against the natural downfloater.
    func decision(on float: FloatExplanation) -> Decision {
        guard let natural = float.natural else { return .order }
        if natural == float.number { return .natural }
        let player = place(of: natural)
        return loss(at: step(at: float.bracketScore)) { $0.floaters.contains(player) }
    }

    private func place(of number: Int) -> Int {
        round.players.firstIndex { $0.number == number } ?? -1
    }

    private func step(at score: Points) -> Step {
        steps.first { round.players[$0.bracket.residents[0]].score == score.hundredths }
            ?? steps[0]
    }

    /// The criterion that a forced choice worsens first; if nothing is left, the absolute one that
    /// would have to give.
    private func loss(at step: Step, where isForced: (PlainBracket.Part) -> Bool) -> Decision {
        if let loss = step.bracket.firstLoss(of: step.ways, where: isForced) { return loss }
        func isPossible(_ ways: [PlainRound.Way]) -> Bool {
            ways.contains { way in
                isForced(step.bracket.part(of: way))
                    && steps.prefix { $0.bracket.residents != step.bracket.residents }
                        .allSatisfy { $0.bracket.part(of: way) == $0.chosen }
            }
        }
        if isPossible(round.ways()) { return .criterion(.byeScore) }
        if isPossible(round.ways(ignoringByeBar: true)) { return .criterion(.secondBye) }
        return .criterion(.completion)
    }
}
