import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

extension Tournament {
    /// One line of a table.
    package struct StandingLine: Equatable, Sendable {
        /// Those whom the list leaves tied share the best rank.
        package var rank: Int
        package let player: PersonID
        package let number: Int
        package let points: Points
        /// As published, in the order of `tieBreakList`; nothing where one is not defined.
        package let tieBreaks: [String?]
        /// Whites more than blacks.
        package let colourBalance: Int
        /// Of the last two rounds, the later one last; nothing for a round without a float.
        package let floats: [Floats.Float?]
    }

    /// The tie-breaks in the order they apply; the rules' own where the settings name none.
    package var tieBreakList: [TieBreak] {
        guard let settings, !settings.format.isKnockout else { return [TieBreak(.points)] }
        let own = settings.tieBreaks.compactMap { TieBreak(code: $0) }
        let recommended = settings.format.isRoundRobin ? Self.ofRoundRobins : Self.ofSwisses
        let list = own.isEmpty ? recommended : own
        return list.first?.name == .points ? list : [TieBreak(.points)] + list
    }

    private static let ofSwisses = [
        TieBreak(.points), TieBreak(.directEncounter), TieBreak(.buchholz, .cut(1)),
        TieBreak(.buchholz), TieBreak(.sonnebornBerger), TieBreak(.wins), TieBreak(.blackGames),
    ]

    private static let ofRoundRobins = [
        TieBreak(.points), TieBreak(.directEncounter), TieBreak(.sonnebornBerger),
        TieBreak(.wins), TieBreak(.koya),
    ]

    /// The codes of `tieBreakList` behind the points.
    package var tieBreakCodes: [String] {
        guard let settings, !settings.format.isKnockout else { return [] }
        return tieBreakList.dropFirst().map(\.code)
    }

    /// The table after a round, best first, with ties resolved where that was done.
    ///
    /// - Complexity: O(players × rounds × tie-breaks).
    package func standings(afterRound number: Int? = nil) -> [StandingLine] {
        let number = min(number ?? rounds.count, rounds.count)
        let lines = unresolvedStandings(afterRound: number)
        return number == rounds.count ? resolvingTies(in: lines) : lines
    }

    func unresolvedStandings(afterRound number: Int) -> [StandingLine] {
        if settings?.format.isKnockout == true { return knockoutStandings(afterRound: number) }
        let history = history(throughRound: number)
        let list = tieBreakList
        let seatings = seatings(throughRound: number)
        return Standings(of: history, by: list, afterRound: number).lines.compactMap { line in
            guard let player = player(numbered: line.number) else { return nil }
            let outcomes = history.entrants[line.number - 1].rounds.prefix(number)
            return self.line(
                rank: line.rank, of: player, line.number,
                points: outcomes.reduce(.zero) { $0 + history.pointSystem.points(for: $1) },
                tieBreaks: zip(list, line.values).dropFirst().map { tieBreak, value in
                    value.map { tieBreak.text(of: $0) }
                }, seatings)
        }
    }

    /// By places once all is played, by matches won on the way.
    private func knockoutStandings(afterRound last: Int) -> [StandingLine] {
        var wins: [PersonID: Int] = [:]
        for round in rounds.prefix(last) {
            for board in round.boards.values {
                guard let winner = board.result?.winner else { continue }
                wins[winner == .white ? board.seats.white : board.seats.black, default: 0] += 1
            }
        }
        let places = last == rounds.count ? bracket?.places : nil
        let seatings = seatings(throughRound: last)
        let ordered = entries.order.enumerated().map { index, player in
            (player: player, number: index + 1, place: places?[index] ?? 0, wins: wins[player] ?? 0)
        }.sorted { ($0.place, -$0.wins, $0.number) < ($1.place, -$1.wins, $1.number) }
        var rank = 0
        return ordered.enumerated().map { index, one in
            let before = index > 0 ? ordered[index - 1] : nil
            let isTied =
                before.map {
                    places == nil ? $0.wins == one.wins : $0.place == one.place
                } ?? false
            if !isTied { rank = index + 1 }
            return line(
                rank: rank, of: one.player, one.number, points: one.wins * .one, tieBreaks: [],
                seatings)
        }
    }

    private func line(
        rank: Int, of player: PersonID, _ number: Int, points: Points, tieBreaks: [String?],
        _ seatings: [[PersonID: Board]]
    ) -> StandingLine {
        let played = seatings.map { $0[player] }
        let balance = played.reduce(0) { balance, board in
            guard let board, let result = board.result, !result.isForfeit else { return balance }
            return balance + (board.seats.white == player ? 1 : -1)
        }
        return StandingLine(
            rank: rank, player: player, number: number, points: points, tieBreaks: tieBreaks,
            colourBalance: balance,
            floats: played.suffix(2).map { board in
                board.flatMap {
                    $0.seats.white == player ? $0.floats?.white : $0.floats?.black
                }
            })
    }

    /// For each round who sits at which board.
    private func seatings(throughRound last: Int) -> [[PersonID: Board]] {
        rounds.prefix(last).map { round in
            round.boards.values.reduce(into: [:]) { seated, board in
                for player in board.seats.players { seated[player] = board }
            }
        }
    }

    /// A resolution counts for exactly the players it was made for.
    private func resolvingTies(in lines: [StandingLine]) -> [StandingLine] {
        guard !tieOrders.isEmpty else { return lines }
        var resolved = lines
        for (rank, group) in Dictionary(grouping: lines, by: \.rank) where group.count > 1 {
            let players = Set(group.map(\.player))
            guard let order = tieOrders.last(where: { Set($0) == players }) else { continue }
            let byPlayer = Dictionary(uniqueKeysWithValues: group.map { ($0.player, $0) })
            for (place, player) in order.enumerated() {
                guard var line = byPlayer[player] else { continue }
                line.rank = rank + place
                resolved[rank - 1 + place] = line
            }
        }
        return resolved
    }

    /// Of the standings as they are.
    package func standingsDigest(afterRound number: Int? = nil) -> String {
        standings(afterRound: number).digest
    }
}

extension [Tournament.StandingLine] {
    /// SHA-256 of the table: rank, number, points and tie-breaks, a line each.
    package var digest: String {
        InputDigest.of(
            map { line in
                ([line.rank.description, line.number.description, line.points.description]
                    + line.tieBreaks.map { $0 ?? "-" }).joined(separator: " ")
            }.joined(separator: "\n"))
    }
}

extension TieBreak {
    /// As report files write it: `BH/C1`.
    package var code: String {
        switch modifier {
        case .none: name.rawValue
        case .cut(let count): "\(name.rawValue)/C\(count)"
        case .median(let count): "\(name.rawValue)/M\(count)"
        case .reversed: "\(name.rawValue)/R"
        case .limit(let halfPoints): "\(name.rawValue)/L\(halfPoints > 0 ? "+" : "")\(halfPoints)"
        }
    }
}
