/// Virtual points: they count for pairing only, never in standings.
package enum Acceleration: Hashable, Sendable {
    case none
    /// Each grant adds up with the others for its rounds and numbers.
    case granted([VirtualPoints])
    /// Baku acceleration by the rules' own group size. The list is the one of the history: whoever
    /// stands at or above the last member of group A belongs to it, late entries included.
    case baku
}

/// Points granted to a range of pairing numbers in a range of rounds (record 250).
package struct VirtualPoints: Hashable, Sendable {
    package var points: Points
    /// In team tournaments; nil where the record leaves them out.
    package var matchPoints: Points?
    package var rounds: ClosedRange<Int>
    package var numbers: ClosedRange<Int>

    package init(
        points: Points, matchPoints: Points? = nil, rounds: ClosedRange<Int>,
        numbers: ClosedRange<Int>
    ) {
        self.points = points
        self.matchPoints = matchPoints
        self.rounds = rounds
        self.numbers = numbers
    }
}

extension TournamentHistory {
    /// Everybody's virtual points in the rounds up to one, by entrant and round (index 0 is
    /// round 1).
    ///
    /// - Source: FIDE Handbook C.04.7 for the group and the values of `baku`.
    func virtualPoints(upToRound lastRound: Int) -> [[Points]] {
        let none = [Points](repeating: .zero, count: lastRound)
        var table = [[Points]](repeating: none, count: entrants.count)
        let grants: [VirtualPoints]
        switch acceleration {
        case .none: return table
        case .granted(let given): grants = given
        case .baku: grants = bakuGrants
        }
        for grant in grants where grant.rounds.lowerBound <= lastRound {
            let rounds = grant.rounds.lowerBound...min(grant.rounds.upperBound, lastRound)
            for (index, entrant) in entrants.enumerated()
            where grant.numbers.contains(entrant.number) {
                for round in rounds { table[index][round - 1] += grant.points }
            }
        }
        return table
    }

    /// Baku's grants to group A: the first half of the list, rounded up to an even number.
    package var bakuGrants: [VirtualPoints] {
        guard let first = entrants.first?.number, plannedRounds > 0 else { return [] }
        let size = min(2 * ((entrants.count + 3) / 4), entrants.count)
        let group = first...entrants[size - 1].number
        let accelerated = (plannedRounds + 1) / 2
        let full = (accelerated + 1) / 2
        var grants = [VirtualPoints(points: pointSystem.win, rounds: 1...full, numbers: group)]
        if accelerated > full {
            grants.append(
                VirtualPoints(
                    points: pointSystem.draw, rounds: (full + 1)...accelerated, numbers: group))
        }
        return grants
    }
}
