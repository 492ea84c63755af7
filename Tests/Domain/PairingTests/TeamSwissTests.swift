import Foundation
import Pairing
import Testing

@Suite struct TeamSwissTests {
    @Test func `round 1 pairs the upper half with the lower, colours by number`() throws {
        let history = TeamHistory(
            plannedRounds: 5, boards: 4, teams: (1...6).map { Team(number: $0) })
        let pairing = try history.swissPairing(ofRound: 1)
        #expect(pairing.boards.map { [$0.white, $0.black] } == [[1, 4], [5, 2], [3, 6]])
        #expect(pairing.bye == nil)
    }

    @Test func `the bye goes to the lowest score, then most matches, then the largest number`()
        throws
    {
        var history = TeamHistory(
            plannedRounds: 5, boards: 4, teams: (1...5).map { Team(number: $0) })
        #expect(try history.swissPairing(ofRound: 1).bye == 5)
        // Round 1: 1 and 4 beat 3 and 2, 5 has the bye, worth a draw.
        history.teams[0].rounds = [TeamRound(.won(3, .white))]
        history.teams[2].rounds = [TeamRound(.lost(1, .black))]
        history.teams[3].rounds = [TeamRound(.won(2, .white))]
        history.teams[1].rounds = [TeamRound(.lost(4, .black))]
        history.teams[4].rounds = [TeamRound(.bye(.pairingAllocated))]
        #expect(try history.swissPairing(ofRound: 2).bye == 3)
        // One who had a win without playing does not get it either.
        history.teams[2].rounds = [TeamRound(.forfeit(opponent: 1, colour: .black, won: true))]
        #expect(try history.swissPairing(ofRound: 2).bye == 2)
    }

    @Test func `a team that cannot be paired with anybody is said so`() {
        var history = TeamHistory(
            plannedRounds: 5, boards: 4, teams: (1...4).map { Team(number: $0) })
        history.forbidden = [Separation(numbers: [1, 2, 3, 4])]
        #expect(throws: NoLegalPairing.self) { try history.swissPairing(ofRound: 1) }
        let nobody = TeamHistory(plannedRounds: 5, boards: 4, teams: [])
        #expect(throws: Never.self) { try nobody.swissPairing(ofRound: 1) }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the upfloaters and pairs are those that going through all of them finds`(
        seed: UInt64
    ) throws {
        var settings = TournamentGenerator.Settings(players: 8, rounds: 5, seed: seed)
        settings.forfeitPercent = 8
        settings.drawPercent = 40
        let model: TeamColourModel = seed.isMultiple(of: 2) ? .typeA : .typeB
        let history = TeamTournamentGenerator.history(
            settings, boards: 2, primaryScore: seed.isMultiple(of: 3) ? .game : .match,
            colourModel: model)
        for round in stride(from: 1, through: history.pairedRounds, by: 1) {
            let before = history.before(round: round)
            let pairing = try before.swissPairing(ofRound: round)
            let pairs = Set(pairing.boards.map { Set([$0.white, $0.black]) })
            let field = TeamFieldByHand(history: before, round: round)
            #expect(pairs == field.pairsByEnumeration(), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a generated tournament reads back as it was made`(seed: UInt64) throws {
        var settings = TournamentGenerator.Settings(players: 9, rounds: 5, seed: seed)
        settings.forfeitPercent = 5
        settings.halfPointByePercent = 5
        settings.zeroPointByePercent = 5
        settings.lateEntryPercent = 10
        var made = TeamTournamentGenerator.history(
            settings, boards: 4, primaryScore: .match, colourModel: .typeA)
        let text = ReportFile(name: "T", history: made).text
        let report = try ReportFile(bytes: Array(text.utf8))
        #expect(report.text == text)
        #expect(report.isTeamTournament)
        for index in made.teams.indices {
            while made.teams[index].rounds.last == .absent { made.teams[index].rounds.removeLast() }
        }
        var read = try report.teamHistory()
        #expect(read.statedByeGamePoints == Points(hundredths: 200))
        read.statedByeGamePoints = nil
        #expect(read == made)
    }

    /// Two matches of two boards: 1 beats 2 by 1½, 3 draws with 4; then 1 meets 3, and 2 beats 4.
    private var small: TeamHistory {
        func match(_ opponent: Int, _ colour: Colour, _ score: GameScore, _ boards: [GameScore])
            -> TeamRound
        {
            TeamRound(
                .game(opponent: opponent, colour: colour, score: score),
                boards: boards.enumerated().map { board, result in
                    .game(
                        opponent: 10 * opponent + board,
                        colour: board.isMultiple(of: 2) ? colour : colour.opposite, score: result)
                })
        }
        return TeamHistory(
            plannedRounds: 2, boards: 2,
            teams: [
                Team(
                    number: 1,
                    rounds: [
                        match(2, .white, .win, [.win, .draw]),
                        match(3, .black, .draw, [.loss, .win]),
                    ]),
                Team(
                    number: 2,
                    rounds: [
                        match(1, .black, .loss, [.loss, .draw]),
                        match(4, .white, .win, [.win, .win]),
                    ]),
                Team(
                    number: 3,
                    rounds: [
                        match(4, .white, .draw, [.draw, .draw]),
                        match(1, .white, .draw, [.win, .loss]),
                    ]),
                Team(
                    number: 4,
                    rounds: [
                        match(3, .black, .draw, [.draw, .draw]),
                        match(2, .black, .loss, [.loss, .loss]),
                    ]),
            ])
    }

    @Test(arguments: [
        ("PTS", ["3", "2", "2", "1"]), ("MPvGP", ["2.5", "2.5", "2", "1"]),
        ("PTS:GP", ["2.5", "2.5", "2", "1"]), ("WIN:GP", ["2", "2", "1", "0"]),
        ("BPG:MP", ["1", "1", "0", "2"]), ("BH:MP", ["4", "4", "4", "4"]),
        // 2 × 2 + 1 × 2; 2 × 1; 1 × 1 + 1 × 3; 1 × 2.
        ("SB:MP", ["6", "2", "4", "2"]), ("EMMSB", ["6", "2", "4", "2"]),
        // Their match points times own game points: 2 × 1.5 + 2 × 1; 3 × 0.5 + 1 × 2; …
        ("EMGSB", ["5", "3.5", "4", "2"]), ("EGMSB", ["7", "2", "3.5", "2"]),
        ("EGGSB", ["5.75", "3.25", "3.5", "2"]),
        // Board 1 once, board 2 twice: lower is better.
        ("BC", ["4", "4", "2.5", "1.5"]),
        // Four match points at most, two game points in a match: Buchholz is halved.
        ("SSSC", ["4.5", "4.5", "4", "3"]),
    ])
    func `team tie-breaks of a tournament that can be reckoned by hand`(
        code: String, expected: [String]
    ) throws {
        let tieBreak = try #require(TieBreak(code: code))
        let lines = Standings(of: small, by: [tieBreak]).lines.sorted { $0.number < $1.number }
        #expect(lines.map { $0.values[0].map(tieBreak.text) ?? "-" } == expected)
    }

    @Test func `boards rank teams from the top, or without the bottom ones`() throws {
        func order(_ code: String) throws -> [[Int]] {
            let list = [try #require(TieBreak(code: code))]
            let lines = Standings(of: small, by: list).lines
            return Dictionary(grouping: lines, by: \.rank).sorted { $0.key < $1.key }
                .map { $0.value.map(\.number) }
        }
        // Points on board 1: 1, 1, 1½, ½; on board 2: 1½, 1½, ½, ½.
        #expect(try order("TBR") == [[3], [1, 2], [4]])
        #expect(try order("BBE") == [[3], [1, 2], [4]])
        #expect(try order("BC") == [[4], [3], [1, 2]])
    }

    @Test func `the board rules decide a drawn match between two teams`() throws {
        // 3 and 4 drew all their boards; 1 and 3 drew their match 1 : 1, 3 by board 1.
        var history = small
        history.teams.removeAll { $0.number == 2 || $0.number == 4 }
        for index in history.teams.indices {
            history.teams[index].rounds.removeFirst()
        }
        for (code, winner) in [("EDE", nil), ("EDET", 3), ("EDEB", 3), ("EDEBT", 3)] {
            let list = [try #require(TieBreak(code: code))]
            let lines = Standings(of: history, by: list).lines
            #expect(lines[0].number == winner ?? 1 && lines[1].rank == (winner == nil ? 1 : 2))
        }
    }

    @Test(arguments: [
        "PTS:XP", "PTS:", "TPN:MP", "EDE:MP", "BC:GP", "TPR:MP", "BH/", "BH/C1/C2", "",
    ])
    func `a code that is none is not read`(code: String) {
        #expect(TieBreak(code: code) == nil)
    }
}

/// The procedure of C.04.6 as the Handbook tells it, by going through all sets and pairings.
private struct TeamFieldByHand {
    let history: TeamHistory
    let round: Int

    private struct Standing {
        let number: Int
        let score: Int
        let colours: [Colour]
        let floated: Bool
        let met: Set<Int>
    }

    private func standings() -> [Standing] {
        func score(_ team: Team, before round: Int) -> Int {
            team.rounds.prefix(round - 1).reduce(0) {
                $0 + history.points(history.primaryScore, of: $1).hundredths
            }
        }
        return history.teams.map { team in
            var floated = false
            if round > 1, let opponent = team.round(round - 1).outcome.playedOpponent,
                let other = history.teams.first(where: { $0.number == opponent })
            {
                floated = score(team, before: round - 1) != score(other, before: round - 1)
            }
            let played = team.rounds.prefix(round - 1)
            return Standing(
                number: team.number, score: score(team, before: round),
                colours: played.compactMap(\.outcome.playedColour), floated: floated,
                met: Set(played.compactMap(\.outcome.playedOpponent)))
        }
    }

    /// The colour wanted, and whether strongly.
    private func wish(_ team: Standing) -> (Colour, Bool)? {
        let difference = team.colours.reduce(0) { $0 + ($1 == .white ? 1 : -1) }
        let lastTwo = Array(team.colours.suffix(2))
        if difference < -1 || (difference <= 0 && difference >= -1 && lastTwo == [.black, .black]) {
            return (.white, true)
        }
        if difference > 1 || (difference >= 0 && difference <= 1 && lastTwo == [.white, .white]) {
            return (.black, true)
        }
        guard history.colourModel == .typeB, let last = team.colours.last else { return nil }
        if difference == 0 { return round >= history.plannedRounds ? nil : (last.opposite, false) }
        return (difference < 0 ? .white : .black, false)
    }

    private func pairings(_ teams: [Standing]) -> [[(Standing, Standing)]] {
        guard let first = teams.first else { return [[]] }
        return teams.dropFirst().filter { !first.met.contains($0.number) }.flatMap { other in
            pairings(teams.filter { $0.number != first.number && $0.number != other.number })
                .map { [(first, other)] + $0 }
        }
    }

    private func canPair(_ teams: [Standing]) -> Bool {
        teams.count.isMultiple(of: 2) && !pairings(teams).isEmpty
    }

    private func subsets(_ teams: [Standing], _ count: Int) -> [[Standing]] {
        guard count > 0 else { return [[]] }
        guard let first = teams.first else { return [] }
        let rest = Array(teams.dropFirst())
        return subsets(rest, count - 1).map { [first] + $0 } + subsets(rest, count)
    }

    /// - Precondition: An even number of teams, all of them there.
    func pairsByEnumeration() -> Set<Set<Int>> {
        let scores = Set(standings().map(\.score)).sorted(by: >)
        var left = standings().sorted { ($1.score, $0.number) < ($0.score, $1.number) }
        var pairs: Set<Set<Int>> = []
        let isEarly = round <= history.plannedRounds - 2
        while let top = left.first?.score {
            let residents = left.filter { $0.score == top }
            let lower = left.filter { $0.score < top }
            let following = scores.first { $0 < top }
            let sets =
                stride(from: residents.count % 2, through: lower.count, by: 2).lazy
                .map {
                    subsets(lower, $0).filter { set in
                        let numbers = Set(set.map(\.number))
                        return canPair(residents + set)
                            && canPair(lower.filter { !numbers.contains($0.number) })
                    }
                }.first { !$0.isEmpty } ?? []
            let chosen =
                sets.enumerated().min { left, right in
                    key(left.element, lower, following, isEarly, left.offset)
                        .lexicographicallyPrecedes(
                            key(right.element, lower, following, isEarly, right.offset))
                }?.element ?? []
            let members = (residents + chosen).sorted { $0.number < $1.number }
            let best =
                pairings(members).min {
                    identifier($0, top, isEarly).lexicographicallyPrecedes(
                        identifier($1, top, isEarly))
                } ?? []
            for (first, second) in best { pairs.insert([first.number, second.number]) }
            let taken = Set(members.map(\.number))
            left.removeAll { taken.contains($0.number) }
        }
        return pairs
    }

    /// C5, C6, C7 and the place in the order of sets; less is better.
    private func key(
        _ set: [Standing], _ lower: [Standing], _ following: Int?, _ isEarly: Bool, _ place: Int
    ) -> [Int] {
        let numbers = Set(set.map(\.number))
        let rest = lower.filter { !numbers.contains($0.number) }
        let group = rest.filter { $0.score == following }
        let below = rest.filter { $0.score != following }
        let helpers = group.count.isMultiple(of: 2) ? [[]] : below.map { [$0] }
        let isServed =
            group.isEmpty
            || helpers.contains { helper in
                let used = Set(helper.map(\.number))
                return canPair(group + helper)
                    && canPair(below.filter { !used.contains($0.number) })
            }
        return set.map(\.score).sorted().map { -$0 }
            + [isServed ? 0 : 1, isEarly ? set.count(where: \.floated) : 0, place]
    }

    /// C8, C9, C10, the top members and their partners; less is better.
    private func identifier(_ pairs: [(Standing, Standing)], _ top: Int, _ isEarly: Bool) -> [Int] {
        var unfulfilled = 0
        var strong = 0
        var again = 0
        for (first, second) in pairs {
            if let one = wish(first), let other = wish(second), one.0 == other.0 {
                unfulfilled += 1
                if history.colourModel == .typeB, one.1, other.1 { strong += 1 }
            }
            for (team, opponent) in [(first, second), (second, first)]
            where isEarly && team.score < top && opponent.floated {
                again += 1
            }
        }
        let sorted = pairs.sorted { $0.0.number < $1.0.number }
        return [unfulfilled, strong, again] + sorted.map(\.0.number) + sorted.map(\.1.number)
    }
}
