import Pairing
import Testing

@Suite struct EliminationTests {
    @Test func `seeds stand so that the best meet last`() {
        #expect(EliminationSeeding.order(size: 4) == [1, 4, 2, 3])
        #expect(EliminationSeeding.order(size: 8) == [1, 8, 4, 5, 2, 7, 3, 6])
        #expect(
            EliminationSeeding.order(size: 16) == [
                1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11,
            ])
    }

    @Test func `a second final exists only when the upper winner loses the first`() throws {
        var bracket = try EliminationBracket(players: 3, format: .double(resets: true))
        try bracket.play("W", 1, 2, 2)
        try bracket.play("W", 2, 1, 1)
        try bracket.play("L", 2, 1, 2)
        var other = bracket
        try bracket.play("F", 1, 1, 1)
        #expect(bracket.places == [1, 2, 3])
        #expect(bracket.match(MatchID(.final, 2, 1)) == nil)
        #expect(throws: EliminationBracket.Rejection.unknownMatch(MatchID(.final, 2, 1))) {
            try bracket.play("F", 2, 1, 1)
        }
        try other.play("F", 1, 1, 2)
        #expect(other.places == nil)
        #expect(other.ready.map(\.id) == [MatchID(.final, 2, 1)])
        try other.play("F", 2, 1, 2)
        #expect(other.places == [2, 1, 3])
    }

    @Test func `a correction without anything after it just moves winner and loser`() throws {
        var bracket = try EliminationBracket(players: 4, format: .single(thirdPlace: true))
        try bracket.play("W", 1, 1, 1)
        try bracket.play("W", 1, 2, 2)
        let cleared = try bracket.correct(MatchID(.upper, 1, 1), to: .won(by: 4), takesBack: false)
        #expect(cleared.isEmpty)
        let final = try #require(bracket.match(MatchID(.upper, 2, 1)))
        #expect(final.first == .player(4) && final.second == .player(2))
        let third = try #require(bracket.match(MatchID(.thirdPlace, 1, 1)))
        #expect(third.first == .player(1) && third.second == .player(3))
    }

    @Test func `a correction clears exactly what depends on it, and only when asked to`() throws {
        var bracket = try EliminationBracket(players: 8, format: .single(thirdPlace: true))
        for (match, winner) in [(1, 1), (2, 4), (3, 2), (4, 3)] {
            try bracket.play("W", 1, match, winner)
        }
        try bracket.play("W", 2, 1, 1)
        try bracket.play("W", 2, 2, 2)
        try bracket.play("C", 1, 1, 4)
        try bracket.play("W", 3, 1, 1)
        let id = MatchID(.upper, 1, 1)
        let dependents = [MatchID(.upper, 2, 1), MatchID(.upper, 3, 1), MatchID(.thirdPlace, 1, 1)]
        let before = bracket
        #expect(throws: EliminationBracket.Rejection.dependentResults(id, dependents)) {
            try bracket.correct(id, to: .won(by: 8), takesBack: false)
        }
        #expect(bracket == before)
        #expect(try bracket.correct(id, to: .won(by: 8), takesBack: true) == dependents)
        // The other half stands, and nothing comes back when the correction is taken back.
        #expect(bracket.match(MatchID(.upper, 2, 2))?.result == .won(by: 2))
        #expect(bracket.ready.map(\.id) == [MatchID(.upper, 2, 1)])
        try bracket.correct(id, to: .won(by: 1), takesBack: false)
        #expect(bracket.ready.map(\.id) == [MatchID(.upper, 2, 1)])
    }

    @Test func `a correction that changes nothing further on clears nothing`() throws {
        var bracket = try EliminationBracket(players: 4, format: .double(resets: true))
        try bracket.play("W", 1, 1, 1)
        try bracket.play("W", 1, 2, 2)
        try bracket.play("L", 1, 1, 3)
        try bracket.play("W", 2, 1, 1)
        // The winner of the lower match meets nobody yet who has played.
        #expect(
            try bracket.correct(MatchID(.lower, 1, 1), to: .won(by: 4), takesBack: false).isEmpty)
        #expect(bracket.match(MatchID(.lower, 2, 1))?.second == .player(4))
    }

    @Test func `each correction leaves what a bracket without it would hold`() throws {
        for players in [3, 5, 8, 11] {
            for format in [
                EliminationFormat.single(thirdPlace: true),
                .single(thirdPlace: false, reseeds: true), .double(resets: true),
            ] {
                var bracket = try EliminationBracket(players: players, format: format)
                var entered: [MatchID] = []
                while let match = bracket.ready.first, let winner = match.first.player {
                    try bracket.enter(.won(by: winner), for: match.id)
                    entered.append(match.id)
                }
                for id in entered {
                    guard let match = bracket.match(id), let loser = match.second.player,
                        match.result != nil
                    else { continue }
                    var corrected = bracket
                    let cleared = try corrected.correct(id, to: .won(by: loser), takesBack: true)
                    var fresh = try EliminationBracket(players: players, format: format)
                    for earlier in entered where !cleared.contains(earlier) {
                        let result = corrected.match(earlier)?.result
                        try fresh.enter(try #require(result), for: earlier)
                    }
                    #expect(fresh.matches == corrected.matches)
                }
            }
        }
    }

    @Test func `seeding anew lets the highest left meet the lowest left`() throws {
        var bracket = try EliminationBracket(
            players: 8, format: .single(thirdPlace: false, reseeds: true))
        for (match, winner) in [(1, 8), (2, 5), (3, 2), (4, 3)] {
            try bracket.play("W", 1, match, winner)
        }
        let second = bracket.ready.map { [$0.first.player, $0.second.player] }
        #expect(second == [[2, 8], [3, 5]])
    }

    @Test func `if both stay away the place in the next match is a bye`() throws {
        var bracket = try EliminationBracket(players: 4, format: .single(thirdPlace: false))
        try bracket.enter(.nobodyCame, for: MatchID(.upper, 1, 1))
        try bracket.play("W", 1, 2, 3)
        #expect(bracket.ready.isEmpty)
        #expect(bracket.places == [3, 2, 1, 3])
    }

    @Test(arguments: [Int.min, -1, 0, 1])
    func `a knockout needs two players`(players: Int) {
        #expect(throws: EliminationBracket.Rejection.fewerThanTwoPlayers(players)) {
            try EliminationBracket(players: players, format: .single(thirdPlace: false))
        }
    }

    @Test func `groups are dealt in a snake`() {
        #expect(SnakeGroups.deal(seeds: 8, into: 3) == [[1, 6, 7], [2, 5, 8], [3, 4]])
        #expect(SnakeGroups.deal(seeds: 0, into: 2) == [[], []])
        #expect(SnakeGroups.deal(seeds: 5, into: 0) == [])
    }

    @Test func `a bracket from groups seeds winners first and keeps groups apart`() {
        let groups = [["A1", "A2"], ["B1", "B2"], ["C1", "C2"], ["D1", "D2"]]
        let seeds = EliminationSeeding.seeds(fromGroups: groups)
        #expect(Set(seeds.prefix(4)) == ["A1", "B1", "C1", "D1"])
        let order = EliminationSeeding.order(size: 8)
        for group in groups {
            let halves = group.map { player -> Int in
                let seed = (seeds.firstIndex(of: player) ?? 0) + 1
                return (order.firstIndex(of: seed) ?? 0) / 4
            }
            // Winner and second of a group can meet again in the final only.
            #expect(Set(halves).count == 2, "\(group)")
        }
    }
}

extension EliminationBracket {
    fileprivate mutating func play(
        _ bracket: String, _ round: Int, _ match: Int, _ winner: Int
    ) throws {
        let bracket = try #require(MatchID.Bracket(rawValue: bracket))
        try enter(.won(by: winner), for: MatchID(bracket, round, match))
    }
}
