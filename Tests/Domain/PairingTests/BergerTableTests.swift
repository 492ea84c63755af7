import Foundation
import Pairing
import Testing

@Suite struct BergerTableTests {
    struct Tables: Decodable {
        let tables: [String: [[[Int]]]]
    }

    @Test func `the tables for 3 to 24 are those of three other programs`() throws {
        let tables = try JSONDecoder().decode(
            Tables.self, from: Fixture.data("round-robin/berger.json")
        ).tables
        #expect(Set(tables.keys) == Set((3...24).map(String.init)))
        for (participants, rounds) in tables {
            let table = try #require(Int(participants).flatMap { BergerTable(participants: $0) })
            #expect(table.rounds.map { $0.map { [$0.white, $0.black] } } == rounds)
        }
    }

    @Test func `six players as the Handbook prints them`() {
        #expect(
            rounds(6) == [
                "1-6 2-5 3-4", "6-4 5-3 1-2", "2-6 3-1 4-5", "6-5 1-4 2-3", "3-6 4-2 5-1",
            ])
    }

    @Test func `with five players who meets number six sits out`() {
        #expect(
            rounds(5) == [
                "1-0 2-5 3-4", "4-0 5-3 1-2", "2-0 3-1 4-5", "5-0 1-4 2-3", "3-0 4-2 5-1",
            ])
    }

    @Test(arguments: BergerTable.possibleParticipants)
    func `everybody meets everybody once a cycle, colours balanced`(participants: Int) throws {
        let table = try #require(BergerTable(participants: participants))
        #expect(table.rounds.count == participants - (participants.isMultiple(of: 2) ? 1 : 0))
        var met: Set<Set<Int>> = []
        var colours: [Int: Int] = [:]
        for round in table.rounds {
            #expect(
                Set(round.flatMap { [$0.white, $0.black] }).subtracting([0]).count == participants)
            for board in round where board.black != 0 {
                #expect(met.insert([board.white, board.black]).inserted)
                colours[board.white, default: 0] += 1
                colours[board.black, default: 0] -= 1
            }
        }
        #expect(met.count == participants * (participants - 1) / 2)
        #expect(colours.values.allSatisfy { abs($0) <= 1 })
    }

    @Test(arguments: BergerTable.possibleParticipants)
    func `a second cycle turns the colours, and its seam gives no colour thrice`(
        participants: Int
    ) throws {
        let single = try #require(BergerTable(participants: participants))
        let plain = try #require(BergerTable(participants: participants, cycles: 2))
        let swapped = try #require(
            BergerTable(participants: participants, cycles: 2, swapsLastRounds: true))
        let count = single.rounds.count
        #expect(Array(plain.rounds[..<count]) == single.rounds)
        for (first, second) in zip(plain.rounds[..<count], plain.rounds[count...]) {
            for (board, turned) in zip(first, second) where board.black != 0 {
                #expect(turned.white == board.black && turned.black == board.white)
            }
        }
        guard participants > 4 else { return }
        #expect(swapped.rounds[count - 2] == single.rounds[count - 1])
        #expect(swapped.rounds[count - 1] == single.rounds[count - 2])
        for player in 1...participants {
            let colours = swapped.rounds.compactMap { round -> Bool? in
                let board = round.first { $0.white == player || $0.black == player }
                return board.flatMap { $0.black == 0 ? nil : $0.white == player }
            }
            for place in colours.indices.dropFirst(2) {
                let last = Set(colours[(place - 2)...place])
                #expect(last.count == 2, "player \(player) of \(participants)")
            }
        }
    }

    @Test(arguments: [-1, 0, 1, 2, 65, Int.max])
    func `there are no tables for other numbers`(participants: Int) {
        #expect(BergerTable(participants: participants) == nil)
    }

    private func rounds(_ participants: Int) -> [String]? {
        BergerTable(participants: participants)?.rounds.map { round in
            round.map { "\($0.white)-\($0.black)" }.joined(separator: " ")
        }
    }
}
