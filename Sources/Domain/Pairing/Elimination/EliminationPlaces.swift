extension EliminationBracket {
    /// Everybody's final place, by seed; nil until all has been played.
    ///
    /// Those who drop out together share the best place: one more than went further.
    package var places: [Int]? {
        let matches = matches
        guard !matches.contains(where: { $0.isReady || $0.first == .open || $0.second == .open })
        else { return nil }
        var places = [Int](repeating: 0, count: players)
        var placed = 0
        for group in groupsOfPlaces(matches) {
            let place = placed + 1
            for player in group where places[player - 1] == 0 {
                places[player - 1] = place
                placed += 1
            }
        }
        // Where nobody came, both are as far as they got: behind all who went on.
        return places.map { $0 == 0 ? placed + 1 : $0 }
    }

    /// Players by how far they got, best first.
    private func groupsOfPlaces(_ matches: [Match]) -> [[Int]] {
        func decided(_ bracket: MatchID.Bracket) -> [[Match]] {
            Dictionary(grouping: matches.filter { $0.id.bracket == bracket }) { $0.id.round }
                .sorted { $0.key > $1.key }.map(\.value)
        }
        var groups: [[Int]] = []
        let decider = decided(.final).first ?? decided(.upper).first ?? []
        groups.append(decider.compactMap(\.winner.player))
        groups.append(decider.compactMap(\.loser.player))
        for match in decided(.thirdPlace).joined() {
            groups.append([match.winner.player].compactMap(\.self))
            groups.append([match.loser.player].compactMap(\.self))
        }
        switch format {
        case .single:
            for round in decided(.upper).dropFirst() {
                groups.append(round.compactMap(\.loser.player))
            }
        case .double:
            for round in decided(.lower) { groups.append(round.compactMap(\.loser.player)) }
        }
        return groups
    }
}
