import Pairing
import Testing

/// Small examples that can be checked by hand.
@Suite struct RuleVectorTests {
    @Test func `round 1 of eight players`() throws {
        #expect(try firstRound(of: 8) == "1-5 6-2 3-7 8-4")
    }

    @Test func `round 1 of seven players gives the last one the bye`() throws {
        #expect(try firstRound(of: 7) == "1-4 5-2 3-6 7-bye")
    }

    @Test func `the lot turns the colours of round 1`() throws {
        #expect(try firstRound(of: 8, initialColour: .black) == "5-1 2-6 7-3 4-8")
    }

    @Test func `Sonneborn-Berger of four players`() {
        // 1-4 1-0, 2-3 ½; 4-3 0-1, 1-2 ½; 2-4 1-0, 3-1 0-1.
        let results: [[RoundOutcome]] = [
            [.won(4, .white), .drew(2, .white), .won(3, .black)],
            [.drew(3, .white), .drew(1, .black), .won(4, .white)],
            [.drew(2, .black), .won(4, .black), .lost(1, .white)],
            [.lost(1, .black), .lost(3, .white), .lost(2, .black)],
        ]
        var history = TournamentHistory(
            plannedRounds: 3,
            entrants: results.enumerated().map { Entrant(number: $0 + 1, rounds: $1) })
        history.format = .roundRobin(swapsLastRounds: false)
        let lines = Standings(of: history, by: [TieBreak(.points), TieBreak(.sonnebornBerger)])
            .lines
        #expect(lines.map(\.number) == [1, 2, 3, 4])
        #expect(
            lines.map { $0.values.map { $0?.description ?? "-" } } == [
                ["2.5", "2.5"], ["2", "2"], ["1.5", "1"], ["0", "0"],
            ])
    }

    private func firstRound(of players: Int, initialColour: Colour = .white) throws -> String {
        var history = TournamentHistory(
            plannedRounds: 5, entrants: (1...players).map { Entrant(number: $0) })
        history.initialColour = initialColour
        let pairing = try history.swissPairing(ofRound: 1)
        let boards = pairing.boards.map { "\($0.white)-\($0.black)" }
        return (boards + (pairing.bye.map { ["\($0)-bye"] } ?? [])).joined(separator: " ")
    }
}

extension RoundOutcome {
    static func won(_ opponent: Int, _ colour: Colour) -> Self {
        .game(opponent: opponent, colour: colour, score: .win)
    }

    static func drew(_ opponent: Int, _ colour: Colour) -> Self {
        .game(opponent: opponent, colour: colour, score: .draw)
    }

    static func lost(_ opponent: Int, _ colour: Colour) -> Self {
        .game(opponent: opponent, colour: colour, score: .loss)
    }
}
