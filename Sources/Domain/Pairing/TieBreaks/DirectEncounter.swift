/// Ranks a group of tied participants by the games among themselves.
struct DirectEncounter {
    private let sheet: ScoreSheet

    init(sheet: ScoreSheet) {
        self.sheet = sheet
    }

    /// The group in subgroups, best first.
    func ranked(_ group: [Int]) -> [[Int]] {
        guard group.count > 1 else { return [group] }
        let table = Table(group: group, sheet: sheet)
        if table.isComplete {
            return rankedByPoints(group, table)
        }
        return sheet.isRoundRobin ? rankedByPoints(group, table) : rankedWithGaps(group, table)
    }

    private func rankedByPoints(_ group: [Int], _ table: Table) -> [[Int]] {
        let subgroups = Dictionary(grouping: group) { table.points[$0] ?? 0 }.sorted {
            $0.key > $1.key
        }.map(\.value)
        return subgroups.count == 1 ? subgroups : subgroups.flatMap { ranked($0) }
    }

    /// Not all have met: places go to whoever is alone at the top whatever the missing games give.
    private func rankedWithGaps(_ group: [Int], _ table: Table) -> [[Int]] {
        var placed: [[Int]] = []
        var left = group
        while let first = left.first(where: { table.isAhead($0, of: left) }) {
            placed.append([first])
            left.removeAll { $0 == first }
        }
        guard !left.isEmpty else { return placed }
        return placed + (placed.isEmpty ? [left] : ranked(left))
    }

    /// Points of the games inside a group; of several games between two, the average.
    private struct Table {
        /// In hundredths, times a number that makes averages whole.
        private(set) var points: [Int: Int] = [:]
        private var missing: [Int: Int] = [:]
        private let win: Int

        /// Divisible by how often two can have met.
        private static let scale = 5040

        init(group: [Int], sheet: ScoreSheet) {
            win = sheet.system.win.hundredths * Self.scale
            let members = Set(group)
            for member in group {
                var games: [Int: [Int]] = [:]
                for (round, outcome) in sheet.outcomes[member].enumerated() {
                    let opponent = sheet.isRoundRobin ? outcome.opponent : outcome.playedOpponent
                    guard let other = opponent.flatMap({ sheet.places[$0] }),
                        members.contains(other)
                    else { continue }
                    games[other, default: []].append(sheet.points[member][round].hundredths)
                }
                points[member] = games.values.reduce(0) {
                    $0 + $1.reduce(0, +) * Self.scale / $1.count
                }
                missing[member] = group.count - 1 - games.count
            }
        }

        var isComplete: Bool { missing.values.allSatisfy { $0 == 0 } }

        /// Whether nobody else can reach one's points, even by winning all that was not played.
        func isAhead(_ member: Int, of group: [Int]) -> Bool {
            group.allSatisfy { other in
                other == member
                    || points[member, default: 0] > points[other, default: 0] + win
                        * missing[other, default: 0]
            }
        }
    }
}
