extension ReportFile {
    /// A report of a tournament that was not read from one.
    package init(name: String, history: TournamentHistory) {
        records = [
            .text(code: "012", content: " " + name),
            .text(code: "062", content: " \(history.entrants.count)"),
            .text(code: "092", content: " Individual: Swiss-System (FIDE Dutch)"),
            .plannedRounds(history.plannedRounds, .trf26),
            .initialColour(history.initialColour, .trf26),
            .kind("FIDE_DUTCH_2026"),
        ]
        if history.pointSystem != .standard {
            records.append(.pointValues(Self.values(of: history.pointSystem)))
        }
        let standings = history.points
        let order = history.entrants.indices.sorted { (standings[$1], $0) < (standings[$0], $1) }
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank + 1 }
        for (index, entrant) in history.entrants.enumerated() {
            var player = ReportedPlayer(
                number: entrant.number, name: "Player \(entrant.number)", rating: entrant.rating)
            player.points = standings[index]
            player.rank = ranks[index]
            player.rounds = entrant.rounds
            records.append(.player(player))
        }
        if case .granted(let grants) = history.acceleration {
            records += grants.map { .virtualPoints($0) }
        }
        records += history.forbidden.map { .separation($0, .trf26) }
    }

    private static func values(of system: PointSystem) -> [PointValue] {
        var values = [
            PointValue(symbol: .win, points: system.win),
            PointValue(symbol: .draw, points: system.draw),
            PointValue(symbol: .loss, points: system.loss),
        ]
        if system.absence != .zero {
            values.append(PointValue(symbol: .absence, points: system.absence))
        }
        if let bye = system.statedAllocatedBye {
            values.append(PointValue(symbol: .allocatedBye, points: bye))
        }
        return values
    }
}

extension TournamentHistory {
    /// Everybody's points so far, in the order of the entrants; virtual points left out.
    package var points: [Points] {
        entrants.map { entrant in
            entrant.rounds.reduce(.zero) { $0 + pointSystem.points(for: $1) }
        }
    }
}
