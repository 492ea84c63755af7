import Pairing

/// Random tournaments of every kind the rules know, from seeds.
package enum RandomTournaments {
    /// 4 to 40 players, with everything that can happen to them.
    package static func small(seed: UInt64) -> TournamentGenerator.Settings {
        var random = SeededRandom(seed: seed)
        let players = Int.random(in: 4...(Bool.random(using: &random) ? 14 : 40), using: &random)
        let longest = min(players - 1 + players % 2, 9)
        return settings(
            players: players, rounds: Int.random(in: 2...longest, using: &random), seed: seed,
            &random)
    }

    /// A field of a given size with everything that can happen in it.
    package static func field(players: Int, rounds: Int, seed: UInt64)
        -> TournamentGenerator.Settings
    {
        var random = SeededRandom(seed: seed)
        return settings(players: players, rounds: rounds, seed: seed, &random)
    }

    private static func settings(
        players: Int, rounds: Int, seed: UInt64, _ random: inout SeededRandom
    ) -> TournamentGenerator.Settings {
        func one(of values: [Int]) -> Int { values.randomElement(using: &random) ?? 0 }
        var settings = TournamentGenerator.Settings(players: players, rounds: rounds, seed: seed)
        settings.drawPercent = one(of: [0, 10, 30, 30, 60, 100])
        settings.forfeitPercent = one(of: [0, 0, 2, 10, 30])
        settings.halfPointByePercent = one(of: [0, 0, 2, 10, 20])
        settings.zeroPointByePercent = one(of: [0, 0, 2, 10])
        settings.fullPointByePercent = one(of: [0, 0, 0, 0, 3])
        settings.withdrawalPercent = one(of: [0, 0, 1, 5])
        settings.lateEntryPercent = one(of: [0, 0, 5, 20])
        settings.forbiddenPairs = one(of: [0, 0, 1, 5, players / 2])
        settings.isBakuAccelerated = one(of: [0, 0, 0, 1]) == 1
        if one(of: [0, 0, 0, 1]) == 1 {
            (settings.pointSystem.win, settings.pointSystem.draw) = (3 * Points.one, .one)
        }
        if one(of: [0, 0, 0, 1]) == 1 { settings.pointSystem.statedAllocatedBye = .half }
        return settings
    }
}
