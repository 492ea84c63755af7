/// A team to be paired, with all that the criteria ask about.
struct TeamContender: Hashable {
    let number: Int
    /// The place in the order of all teams, absent ones included, counted from 1.
    let place: Int
    /// The primary score and this round's virtual points.
    let score: Points
    let primary: Points
    let secondary: Points
    /// Of the matches played, oldest first.
    let colours: [Colour]
    let preference: TeamColourPreference
    /// Whether the previous round's opponent had another score.
    let floated: Bool
    let mayHaveBye: Bool
}

/// The teams of one round in order, and who of them may meet.
///
/// Everybody below is an index into `contenders`: by score, then by number.
struct TeamField {
    let round: Int
    let contenders: [TeamContender]
    /// Whether floats no longer matter.
    let isOneOfLastTwoRounds: Bool
    let initialColour: Colour
    let colourModel: TeamColourModel
    let usesSecondaryScore: Bool
    let mayMeet: [BitRow]

    /// - Complexity: O(teams × rounds + teams²).
    init(history: TeamHistory, round: Int) {
        self.round = round
        isOneOfLastTwoRounds = round > history.plannedRounds - 2
        initialColour = history.initialColour
        colourModel = history.colourModel
        usesSecondaryScore = history.usesSecondaryScore
        let record = TeamRecord(history: history, round: round)
        let contenders = record.contenders(isLastRound: round >= history.plannedRounds)
        self.contenders = contenders
        mayMeet = Self.legalOpponents(of: contenders, history: history, round: round)
    }

    private static func legalOpponents(
        of contenders: [TeamContender], history: TeamHistory, round: Int
    ) -> [BitRow] {
        var indices: [Int: Int] = [:]
        for (index, contender) in contenders.enumerated() { indices[contender.number] = index }
        var everybody = BitRow(capacity: contenders.count)
        for index in contenders.indices { everybody.insert(index) }
        var rows = [BitRow](repeating: everybody, count: contenders.count)
        for index in rows.indices { rows[index].remove(index) }
        for team in history.teams {
            guard let index = indices[team.number] else { continue }
            for earlier in team.rounds.prefix(round - 1) {
                if let other = earlier.outcome.playedOpponent.flatMap({ indices[$0] }) {
                    rows[index].remove(other)
                    rows[other].remove(index)
                }
            }
        }
        for separation in history.forbidden where separation.applies(inRound: round) {
            let members = separation.numbers.compactMap { indices[$0] }
            for member in members {
                for other in members { rows[member].remove(other) }
            }
        }
        return rows
    }

    /// Whether everybody among these can be matched with somebody among them.
    func canPairAll(_ indices: [Int]) -> Bool {
        indices.count.isMultiple(of: 2)
            && LargestMatching(neighbours: mayMeet, among: indices).isPerfect
    }
}

/// What the rounds before one say about the teams.
private struct TeamRecord {
    let history: TeamHistory
    let round: Int
    private let virtual: [[Points]]
    private let places: [Int: Int]
    /// By team and round: the primary score before the round.
    private let running: [[Points]]

    init(history: TeamHistory, round: Int) {
        self.history = history
        self.round = round
        virtual = history.matches.virtualPoints(upToRound: round)
        var places: [Int: Int] = [:]
        for (place, team) in history.teams.enumerated() { places[team.number] = place }
        self.places = places
        running = history.teams.map { team in
            var sums = [Points.zero]
            for earlier in stride(from: 1, to: round, by: 1) {
                let points = history.points(history.primaryScore, of: team.round(earlier))
                sums.append(sums[earlier - 1] + points)
            }
            return sums
        }
    }

    func contenders(isLastRound: Bool) -> [TeamContender] {
        history.teams.indices.filter { history.teams[$0].round(round).outcome == .absent }
            .map { contender(at: $0, isLastRound: isLastRound) }
            .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
    }

    private func contender(at place: Int, isLastRound: Bool) -> TeamContender {
        let team = history.teams[place]
        let rounds = (1..<max(round, 1)).map { team.round($0) }
        let colours = rounds.compactMap(\.outcome.playedColour)
        return TeamContender(
            number: team.number, place: place + 1, score: pairingScore(place, before: round),
            primary: running[place][round - 1],
            secondary: rounds.reduce(.zero) {
                $0 + history.points(history.primaryScore.other, of: $1)
            },
            colours: colours,
            preference: TeamColourPreference(
                colours: colours, model: history.colourModel, isLastRound: isLastRound),
            floated: floated(place, round: round - 1),
            mayHaveBye: !rounds.contains { history.matchPoints.barsAllocatedBye($0.outcome) })
    }

    private func pairingScore(_ place: Int, before round: Int) -> Points {
        running[place][round - 1] + virtual[place][round - 1]
    }

    private func floated(_ place: Int, round: Int) -> Bool {
        guard round >= 1,
            let opponent = history.teams[place].round(round).outcome.playedOpponent,
            let other = places[opponent]
        else { return false }
        return pairingScore(place, before: round) != pairingScore(other, before: round)
    }
}
