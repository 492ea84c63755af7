import Pairing
import Testing

/// What holds in every round of every tournament, whatever its size and history.
@Suite struct DutchPropertyTests {
    /// Fields that are hard to pair, by what makes them so.
    static let fields: [(name: String, settings: TournamentGenerator.Settings)] = {
        var fields: [(name: String, settings: TournamentGenerator.Settings)] = []
        func add(
            _ name: String, _ players: Int, _ rounds: Int,
            _ change: (inout TournamentGenerator.Settings) -> Void = { _ in }
        ) {
            var settings = TournamentGenerator.Settings(
                players: players, rounds: rounds, seed: UInt64(fields.count + 1))
            change(&settings)
            fields.append((name, settings))
        }
        add("as many rounds as opponents", 20, 19)
        add("as many rounds as opponents, odd", 17, 17)
        add("everybody draws", 60, 11) {
            ($0.drawPercent, $0.lowestRating) = (100, $0.highestRating)
        }
        add("byes of every kind", 61, 9) {
            ($0.halfPointByePercent, $0.zeroPointByePercent) = (15, 10)
            ($0.fullPointByePercent, $0.forfeitPercent) = (5, 20)
        }
        add("withdrawals and late entries", 75, 9) {
            ($0.withdrawalPercent, $0.lateEntryPercent) = (8, 30)
        }
        add("many forbidden pairs", 40, 9) { $0.forbiddenPairs = 300 }
        add("3-1-0", 50, 9) {
            ($0.pointSystem.win, $0.pointSystem.draw) = (Points(hundredths: 300), .one)
        }
        add("accelerated", 90, 9) { $0.isBakuAccelerated = true }
        add("points that hardly ever add up to the same", 40, 9) {
            $0.pointSystem.win = Points(hundredths: 313)
            $0.pointSystem.draw = Points(hundredths: 101)
            $0.pointSystem.loss = Points(hundredths: 7)
            $0.pointSystem.statedAllocatedBye = Points(hundredths: 59)
        }
        add("a large field", 300, 5)
        return fields
    }()

    @Test(arguments: fields.indices)
    func `the absolute rules hold in every round`(index: Int) throws {
        let (name, settings) = Self.fields[index]
        let history = TournamentGenerator.history(settings)
        #expect(history.pairedRounds > 0, "\(name)")
        for round in 1...max(history.pairedRounds, 1) {
            let before = history.before(round: round)
            let pairing = try before.swissPairing(ofRound: round)
            expectEverybodyOnce(pairing, before, round, name)
            expectAbsoluteRules(pairing, before, round, name)
        }
    }

    @Test(arguments: fields.indices)
    func `the order in memory changes nothing`(index: Int) throws {
        let settings = Self.fields[index].settings
        let first = TournamentGenerator.history(settings)
        #expect(first == TournamentGenerator.history(settings))
        #expect(first.pairingDifferences() == [])
    }

    /// Nobody is lost, nobody stands on two boards, nobody absent is paired.
    private func expectEverybodyOnce(
        _ pairing: SwissPairing, _ history: TournamentHistory, _ round: Int, _ name: String
    ) {
        let paired =
            pairing.boards.flatMap { [$0.white, $0.black] } + [pairing.bye].compactMap(\.self)
        let present = history.entrants.filter { $0.outcome(ofRound: round) == .absent }.map(
            \.number)
        #expect(paired.sorted() == present.sorted(), "\(name), round \(round)")
    }

    private func expectAbsoluteRules(
        _ pairing: SwissPairing, _ history: TournamentHistory, _ round: Int, _ name: String
    ) {
        let plain = PlainRound(history, round: round)
        var places: [Int: Int] = [:]
        for (place, player) in plain.players.enumerated() { places[player.number] = place }
        for board in pairing.boards {
            guard let white = places[board.white], let black = places[board.black] else { continue }
            #expect(plain.obstacle(white, black) == nil, "\(name), round \(round), \(board)")
            let pair = PlainRound.Pair(higher: min(white, black), lower: max(white, black))
            #expect(plain.board(pair) == board, "\(name), round \(round), colours of \(board)")
            guard round < history.plannedRounds else { continue }
            expectColours(plain.players[white], .white, "\(name), round \(round), \(board)")
            expectColours(plain.players[black], .black, "\(name), round \(round), \(board)")
        }
        if let bye = pairing.bye, let place = places[bye] {
            #expect(!plain.players[place].isBarredFromBye, "\(name), round \(round), bye of \(bye)")
        }
    }

    /// Before the last round nobody's colours differ by more than 2, and nobody has one three times
    /// running.
    private func expectColours(_ player: PlainPlayer, _ colour: Colour, _ place: String) {
        let colours = player.colours + [colour]
        let whites = colours.count { $0 == .white }
        #expect(abs(2 * whites - colours.count) <= 2, "\(place): \(player.number)")
        #expect(!player.hadTwice(colour), "\(place): \(player.number)")
    }
}
