import Pairing
import Testing

/// Brackets made so that one rule alone decides: which of two candidates that all rules above leave
/// equal is taken.
@Suite struct RankedCandidateTests {
    // C11. All four have won everything and want Black absolutely, by a difference of two; one that
    // had White in the last two games has had it "twice". Whichever way they are paired, C10 and C12
    // are broken by both pairs.

    @Test func `a pair breaks C11 only if both had the colour twice`() throws {
        let history = topscorers([.twice, .notTwice, .notTwice, .twice])
        #expect(try pairs(of: history, round: 5) == [[1, 3], [2, 4]])
    }

    @Test func `two who both had the colour twice do not meet if others can`() throws {
        let history = topscorers([.twice, .notTwice, .twice, .notTwice])
        #expect(try pairs(of: history, round: 5) == [[1, 4], [2, 3]])
    }

    // Rather not.

    @Test func `two who rather should not meet do not if the next candidate is as good`() throws {
        var history = TournamentHistory(plannedRounds: 3, entrants: Self.entrants(4))
        history.discouraged = [Separation(numbers: [1, 3])]
        #expect(try pairs(of: history, round: 1) == [[1, 4], [2, 3]])
    }

    @Test func `an exchange is rather made than a meeting that rather should not be`() throws {
        var history = TournamentHistory(plannedRounds: 3, entrants: Self.entrants(4))
        history.discouraged = [3, 4].flatMap { other in
            [1, 2].map { Separation(numbers: [$0, other]) }
        }
        #expect(try pairs(of: history, round: 1) == [[1, 2], [3, 4]])
    }

    @Test func `two who rather should not meet do if a colour would be denied otherwise`() throws {
        // After 1-3 and 4-2, all drawn, 1 and 4 want Black; 2 and 3 want White.
        var history = TournamentHistory(plannedRounds: 3, entrants: Self.entrants(4))
        history.entrants[0].rounds = [.drew(3, .white)]
        history.entrants[1].rounds = [.drew(4, .black)]
        history.entrants[2].rounds = [.drew(1, .black)]
        history.entrants[3].rounds = [.drew(2, .white)]
        history.discouraged = [Separation(numbers: [1, 2])]
        // 1-2 and 3-4 give everybody the colour wanted; 1-4 and 2-3 deny two of them.
        #expect(try pairs(of: history, round: 2) == [[1, 2], [3, 4]])
    }

    @Test func `a pair forbidden in other rounds may meet in this one`() throws {
        var history = TournamentHistory(plannedRounds: 3, entrants: Self.entrants(4))
        history.discouraged = [Separation(rounds: 2...3, numbers: [1, 3])]
        history.forbidden = [Separation(rounds: 2...3, numbers: [2, 4])]
        #expect(try pairs(of: history, round: 1) == [[1, 3], [2, 4]])
    }

    private enum Colours {
        case twice, notTwice

        var list: [Colour] {
            self == .twice
                ? [.white, .black, .white, .white] : [.white, .white, .black, .white]
        }
    }

    /// Four who have beaten the same four others, who are away in round 5, the last one.
    private func topscorers(_ colours: [Colours]) -> TournamentHistory {
        var history = TournamentHistory(plannedRounds: 5, entrants: Self.entrants(8))
        for round in 0..<4 {
            for player in 0..<4 {
                let other = 4 + (player + round) % 4
                let colour = colours[player].list[round]
                history.entrants[player].rounds.append(.won(other + 1, colour))
            }
            for other in 4..<8 {
                let player = (other - round) % 4
                let colour = colours[player].list[round]
                history.entrants[other].rounds.append(.lost(player + 1, colour.opposite))
            }
        }
        for other in 4..<8 { history.entrants[other].requestBye(.zeroPoint, inRound: 5) }
        return history
    }

    private static func entrants(_ count: Int) -> [Entrant] {
        (1...count).map { Entrant(number: $0) }
    }

    /// Each pair ascending, in ascending order, after the brute force has found the same.
    private func pairs(of history: TournamentHistory, round: Int) throws -> [[Int]] {
        let pairing = try history.swissPairing(ofRound: round)
        let plain = try #require(PlainDutch(history, round: round)).pairing
        #expect(Set(pairing.boards) == Set(plain.boards))
        return pairing.boards.map { [$0.white, $0.black].sorted() }.sorted { $0[0] < $1[0] }
    }
}
