extension ReportFile {
    /// The same tournament in the records of one dialect.
    ///
    /// Records change in place. TRF16 has no `162`, `192`, `240` and `250`: byes asked for move into
    /// the players' columns, virtual points become `XXA`; `162` and `192` stay, because nothing in
    /// TRF16 could say the same and readers skip records they do not know. So do the records of
    /// teams, with their byes and virtual points.
    ///
    /// - Throws: `ReportError` when the older dialect cannot say what the file says.
    package func converted(to dialect: Dialect) throws(ReportError) -> ReportFile {
        var converted = ReportFile()
        let isOfTeams = isTeamTournament
        let requests = requestedByes
        for record in records {
            switch (record, dialect) {
            case (.requestedByes, .trf16) where isOfTeams, (.virtualPoints, .trf16) where isOfTeams,
                (.player, .trf16) where isOfTeams:
                converted.records.append(record)
            case (.plannedRounds(let rounds, _), _):
                converted.records.append(.plannedRounds(rounds, dialect))
            case (.initialColour(let colour, _), _):
                converted.records.append(.initialColour(colour, dialect))
            case (.separation(let separation, _), _):
                try check(separation, fits: dialect)
                converted.records.append(.separation(separation, dialect))
            case (.virtualPointsByRound, .trf26), (.virtualPoints, .trf16):
                continue
            case (.absentNextRound(let numbers), .trf26):
                converted.records.append(
                    .requestedByes(.zeroPoint, round: pairedRounds + 1, numbers: numbers))
            case (.requestedByes, .trf16):
                continue
            case (.player(let player), .trf16):
                converted.records.append(.player(withRequestedByes(player, by: requests)))
            default:
                converted.records.append(record)
            }
        }
        converted.records.append(contentsOf: convertedVirtualPoints(to: dialect))
        return converted
    }

    private func check(_ separation: Separation, fits dialect: Dialect) throws(ReportError) {
        guard dialect == .trf16, let rounds = separation.rounds,
            rounds.lowerBound > 1 || rounds.upperBound < plannedRounds ?? pairedRounds
        else { return }
        throw ReportError(
            line: 0, column: 0, expected: "forbidden pairs for all rounds, all that TRF16 can say",
            found: "rounds \(rounds.lowerBound) to \(rounds.upperBound)")
    }

    package var pairedRounds: Int {
        players.reduce(0) { max($0, ($1.rounds.lastIndex(where: \.isPaired) ?? -1) + 1) }
    }

    /// The player with the byes of `240` records in the rounds' columns.
    func withRequestedByes(
        _ player: ReportedPlayer, by requests: [RequestedByes]
    ) -> ReportedPlayer {
        var entrant = Entrant(number: player.number, rounds: player.rounds)
        for request in requests where request.numbers.contains(player.number) {
            entrant.requestBye(request.bye, inRound: request.round)
        }
        var player = player
        player.rounds = entrant.rounds
        return player
    }

    typealias RequestedByes = (bye: Bye, round: Int, numbers: Set<Int>)

    /// All `240` records.
    var requestedByes: [RequestedByes] {
        records.compactMap {
            guard case .requestedByes(let bye, let round, let numbers) = $0 else { return nil }
            return (bye, round, Set(numbers))
        }
    }

    private func convertedVirtualPoints(to dialect: Dialect) -> [Record] {
        switch dialect {
        case .trf16 where isTeamTournament: return []
        case .trf26:
            return virtualPointGrants(olderOnly: true).map { .virtualPoints($0) }
        case .trf16:
            let grants = records.compactMap { record -> VirtualPoints? in
                if case .virtualPoints(let grant) = record { grant } else { nil }
            }
            let lastRound = grants.map(\.rounds.upperBound).max() ?? 0
            return players.compactMap { player in
                let own = grants.filter { $0.numbers.contains(player.number) }
                guard !own.isEmpty else { return nil }
                let values = (1...lastRound).map { round in
                    own.reduce(Points.zero) { $1.rounds.contains(round) ? $0 + $1.points : $0 }
                }
                return .virtualPointsByRound(number: player.number, points: values)
            }
        }
    }

    /// All virtual points as grants to ranges; neighbours with equal values share one.
    func virtualPointGrants(olderOnly: Bool = false) -> [VirtualPoints] {
        var grants: [VirtualPoints] = []
        var older: [VirtualPoints] = []
        for record in records {
            switch record {
            case .virtualPoints(let grant) where !olderOnly: grants.append(grant)
            case .virtualPointsByRound(let number, let points):
                older.append(contentsOf: Self.runs(of: points, number: number))
            default: continue
            }
        }
        older.sort {
            ($0.rounds.lowerBound, $0.numbers.lowerBound) < (
                $1.rounds.lowerBound, $1.numbers.lowerBound
            )
        }
        for grant in older {
            if let last = grants.last, last.points == grant.points, last.rounds == grant.rounds,
                last.numbers.upperBound + 1 == grant.numbers.lowerBound
            {
                grants[grants.count - 1].numbers =
                    last.numbers.lowerBound...grant.numbers.upperBound
            } else {
                grants.append(grant)
            }
        }
        return grants
    }

    private static func runs(of points: [Points], number: Int) -> [VirtualPoints] {
        var runs: [VirtualPoints] = []
        for (index, value) in points.enumerated() where value != .zero {
            if let last = runs.last, last.points == value, last.rounds.upperBound == index {
                runs[runs.count - 1].rounds = last.rounds.lowerBound...(index + 1)
            } else {
                runs.append(
                    VirtualPoints(
                        points: value, rounds: (index + 1)...(index + 1), numbers: number...number))
            }
        }
        return runs
    }
}
