import Pairing
import Testing

@Suite struct AccelerationTests {
    private func history(players: Int, rounds: Int) -> TournamentHistory {
        var history = TournamentHistory(
            plannedRounds: rounds, entrants: (1...players).map { Entrant(number: $0) })
        history.acceleration = .baku
        return history
    }

    @Test(arguments: [(8, 4), (9, 6), (10, 6), (12, 6), (13, 8), (161, 82), (2, 2)])
    func `group A is the first half, rounded up to an even number`(players: Int, group: Int) {
        let grants = history(players: players, rounds: 9).bakuGrants
        #expect(grants.allSatisfy { $0.numbers == 1...group })
    }

    @Test(arguments: [
        (9, 1...3, 4...5), (7, 1...2, 3...4), (5, 1...2, 3...3), (11, 1...3, 4...6),
    ])
    func `the first half of the accelerated rounds is worth a win, the other a draw`(
        rounds: Int, full: ClosedRange<Int>, half: ClosedRange<Int>
    ) {
        var history = history(players: 20, rounds: rounds)
        history.pointSystem.win = Points(hundredths: 300)
        history.pointSystem.draw = .one
        let grants = history.bakuGrants
        #expect(grants.map(\.rounds) == [full, half])
        #expect(grants.map(\.points) == [Points(hundredths: 300), .one])
    }

    @Test func `round 1 pairs each group with itself`() throws {
        let pairing = try history(players: 8, rounds: 9).swissPairing(ofRound: 1)
        #expect(
            pairing.boards.map { [$0.white, $0.black] } == [[1, 3], [4, 2], [5, 7], [8, 6]])
    }

    @Test func `virtual points count in no standings`() {
        let lines = Standings(of: history(players: 8, rounds: 9), by: [TieBreak(.points)]).lines
        #expect(lines.allSatisfy { $0.rank == 1 && $0.values[0]?.description == "0" })
    }

    @Test func `record 192 of an accelerated tournament is enough`() throws {
        let file = """
            142 9
            192 FIDE_DUTCH_2026_BAKU
            001    1      One
            001    2      Two

            """
        #expect(try ReportFile(bytes: Array(file.utf8)).history().acceleration == .baku)
    }

    @Test func `other points decide scoregroups and the worth of byes`() throws {
        let file = """
            142 3
            162  W 3.0    D 1.0    L 0.0    A 0.0    P 1.0
            001    1      One                                                                3.0    1     3 w 1
            001    2      Two                                                                1.0    2  0000 - U
            001    3      Three                                                              0.0    3     1 b 0

            """
        let history = try ReportFile(bytes: Array(file.utf8)).history()
        let lines = Standings(of: history, by: [TieBreak(.points), TieBreak(.wins)]).lines
        #expect(
            lines.map { $0.values.map { $0?.description } } == [
                ["3", "1"], ["1", "0"], ["0", "0"],
            ])
        // 2 has had the bye, 1 and 3 have met: 3 sits out.
        let next = try history.pairing(ofRound: 2)
        #expect(next.bye == 3)
        #expect(next.boards.map { Set([$0.white, $0.black]) } == [[1, 2]])
    }
}
