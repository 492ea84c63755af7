extension TeamHistory {
    /// Pairs a round of teams by the Swiss team system.
    ///
    /// - Parameter round: From 1. Its column holds only byes asked for; whoever has nothing there is
    ///   paired.
    /// - Returns: Matches in the order of the boards in C.04.2; the team named first has White on
    ///   the first board.
    /// - Throws: `NoLegalPairing` if second meetings, forbidden pairs and the rules of the bye leave
    ///   no complete pairing.
    /// - Complexity: O(*n*³) for a scoregroup and the *n* teams from it down.
    /// - Source: FIDE Handbook C.04.6, in force from 1 February 2026.
    package func swissPairing(ofRound round: Int) throws(NoLegalPairing) -> SwissPairing {
        let field = TeamField(history: self, round: round)
        let bye = try field.bye()
        var left = field.contenders.indices.filter { $0 != bye }
        var pairs: [(Int, Int)] = []
        while let first = left.first {
            let score = field.contenders[first].score
            let residents = left.filter { field.contenders[$0].score == score }
            let lower = left.filter { field.contenders[$0].score != score }
            let choice = UpfloaterChoice(field: field, residents: residents, lower: lower)
            guard let upfloaters = choice.upfloaters(),
                let paired = TeamBracket(
                    field: field, residents: residents, upfloaters: upfloaters
                ).pairs()
            else { throw field.noLegalPairing }
            pairs += paired
            let taken = Set(residents + upfloaters)
            left.removeAll { taken.contains($0) }
        }
        return SwissPairing(
            boards: pairs.sorted { field.boardKey($0) < field.boardKey($1) }.map(field.board),
            bye: bye.map { field.contenders[$0].number })
    }
}

extension TeamField {
    var noLegalPairing: NoLegalPairing {
        NoLegalPairing(numbers: contenders.map(\.number).sorted())
    }

    /// The team that sits out, if the number is odd: the lowest score, then most matches played,
    /// then the largest number, of those after whom the others can be paired.
    func bye() throws(NoLegalPairing) -> Int? {
        let everybody = Array(contenders.indices)
        guard !everybody.count.isMultiple(of: 2) else {
            guard canPairAll(everybody) else { throw noLegalPairing }
            return nil
        }
        let candidates = everybody.filter { contenders[$0].mayHaveBye }.sorted {
            let first = contenders[$0]
            let second = contenders[$1]
            return (first.score, -first.colours.count, -first.place)
                < (second.score, -second.colours.count, -second.place)
        }
        guard
            let bye = candidates.first(where: { bye in canPairAll(everybody.filter { $0 != bye }) })
        else { throw noLegalPairing }
        return bye
    }

    /// Sorts pairs by the higher score, the sum of both, and the smaller number.
    func boardKey(_ pair: (Int, Int)) -> (Int, Int, Int) {
        let first = contenders[pair.0]
        let second = contenders[pair.1]
        return (
            -max(first.score, second.score).hundredths,
            -(first.score + second.score).hundredths, min(first.place, second.place)
        )
    }

    func board(_ pair: (Int, Int)) -> SwissPairing.Board {
        let first = contenders[pair.0]
        let second = contenders[pair.1]
        let isFirst = comesFirst(first, second)
        let (leading, other) = isFirst ? (first, second) : (second, first)
        return colour(of: leading, against: other) == .white
            ? SwissPairing.Board(white: leading.number, black: other.number)
            : SwissPairing.Board(white: other.number, black: leading.number)
    }

    /// Virtual points do not count here.
    private func comesFirst(_ left: TeamContender, _ right: TeamContender) -> Bool {
        if left.primary != right.primary { return left.primary > right.primary }
        if usesSecondaryScore, left.secondary != right.secondary {
            return left.secondary > right.secondary
        }
        return left.place < right.place
    }

    /// - Source: FIDE Handbook C.04.6, article 4.3, rule by rule.
    private func colour(of first: TeamContender, against second: TeamContender) -> Colour {
        guard !first.colours.isEmpty || !second.colours.isEmpty else {
            return first.place.isMultiple(of: 2) ? initialColour.opposite : initialColour
        }
        switch (first.preference.colour, second.preference.colour) {
        case (let own?, nil): return own
        case (nil, let other?): return other.opposite
        case (let own?, let other?) where own != other: return own
        case (let own?, _?) where first.preference.isStrong != second.preference.isStrong:
            return first.preference.isStrong ? own : own.opposite
        default: break
        }
        let spread = first.colours.colourDifference - second.colours.colourDifference
        if spread != 0 { return spread < 0 ? .white : .black }
        for (own, other) in zip(first.colours.reversed(), second.colours.reversed())
        where own != other {
            return own.opposite
        }
        if let own = first.preference.colour { return own }
        if let last = first.colours.last { return last.opposite }
        return second.colours.last ?? initialColour
    }
}
