extension TournamentHistory {
    /// Pairs a round and explains it.
    ///
    /// - Throws: `NoLegalPairing` as pairing does.
    /// - Complexity: O(*n*³) for each bracket, as `ForcedChoice` says.
    package func explanation(ofRound round: Int) throws(NoLegalPairing) -> RoundExplanation {
        let field = SwissField(history: self, round: round)
        let paired = try DutchPairing(field: field)
        return RoundExplanation(paired)
    }
}

extension RoundExplanation {
    init(_ paired: DutchPairing) {
        // The field in which the bye's score is settled.
        let field = paired.field
        var boards: [(pair: (Int, Int), explanation: PairExplanation)] = []
        var floats: [FloatExplanation] = []
        for (bracket, pairing) in paired.brackets {
            let explanation = BracketExplanation(bracket: bracket, pairing: pairing, field: field)
            let score = bracket.residents.first.map { field.contenders[$0].score } ?? .zero
            for (pair, reason) in zip(pairing.pairs, explanation.pairs()) {
                boards.append(
                    (pair, field.explanation(of: pair, bracketScore: score, reason: reason)))
            }
            for (floater, reason) in zip(pairing.downfloaters, explanation.floaters()) {
                floats.append(
                    FloatExplanation(
                        number: field.contenders[floater].number, bracketScore: score,
                        natural: reason.natural.map { field.contenders[$0].number },
                        decision: reason.decision))
            }
        }
        self.boards = boards.sorted { field.boardKey($0.pair) < field.boardKey($1.pair) }.map(
            \.explanation)
        let byeNumber = paired.bye.map { field.contenders[$0].number }
        let last = floats.last { $0.number == byeNumber }
        bye = last
        self.floats = floats.filter { $0 != last }
    }
}

extension SwissField {
    fileprivate func explanation(
        of pair: (Int, Int), bracketScore: Points, reason: (natural: Int?, decision: Decision)
    ) -> PairExplanation {
        PairExplanation(
            board: board(higher: pair.0, lower: pair.1),
            bracketScore: bracketScore,
            higher: contenders[pair.0].number,
            higherScore: contenders[pair.0].score,
            lowerScore: contenders[pair.1].score,
            colourRule: colour(ofHigher: pair.0, against: pair.1).rule,
            natural: reason.natural.map { contenders[$0].number },
            decision: reason.decision)
    }
}
