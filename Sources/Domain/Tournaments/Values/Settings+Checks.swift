import EventSourcing
import Pairing
import Vocabulary

extension Tournament.Settings {
    /// - Throws: The first rule that the settings break.
    func check() throws(Tournament.Rejection) {
        typealias Limits = Tournament.Limits
        let length = name.allSatisfy(\.isWhitespace) ? 0 : name.unicodeScalars.count
        try check(length, of: .name, in: Limits.name)
        guard name.isPlainText(isMultiline: false) else {
            throw .settingInvalid("name", reason: "is one line of plain text")
        }
        if format == .swiss { try check(rounds, of: .rounds, in: Limits.rounds) }
        guard timeZone.isKnown else { throw .unknownTimeZone(timeZone) }
        try check(startsAtLocal)
        try check(roundTimesLocal.count, of: .roundTimes, in: Limits.roundTimes)
        for time in roundTimesLocal { try check(time) }
        try check(windowDays, of: .windowDays, in: Limits.windowDays)
        try check(timeControl.initialSeconds, of: .initialSeconds, in: Limits.initialSeconds)
        try check(timeControl.incrementSeconds, of: .incrementSeconds, in: Limits.incrementSeconds)
        try check(seed, of: .seed, in: Limits.seed)
        try checkScoring()
        try check(tieBreaks.count, of: .tieBreaks, in: Limits.tieBreaks)
        for code in tieBreaks {
            guard let tieBreak = TieBreak(code: code), tieBreak.isOfPlayers else {
                throw .unknownTieBreak(code)
            }
        }
        // A match is somebody's by who has won before; there is nothing an arbiter could choose.
        guard pairing == .engine || !format.isKnockout else { throw .knockoutByHand }
        try check(lateEntryUntilRound, of: .lateEntryUntilRound, in: Limits.rounds)
        guard lateByeKind == .zero || lateByeKind == .half else {
            throw .byeNotByRequest(lateByeKind)
        }
        try check(
            maxRequestedHalfPointByes, of: .maxRequestedHalfPointByes, in: Limits.byes)
        try checkAvoidance()
        try check(capacity, of: .capacity, in: Limits.capacity)
        try check(
            eligibility.schools.count, of: .players, in: 0...Limits.eligibleSchools)
        try check(eligibility.ratingAtMost, of: .rating, in: Limits.rating)
        try check(autoConfirmHours, of: .autoConfirmHours, in: Limits.autoConfirmHours)
    }

    func check(_ time: LocalDateTime) throws(Tournament.Rejection) {
        switch time.read(in: timeZone) {
        case .moment: return
        case .skipped(let nearest):
            throw .localTimeDoesNotExist(time, timeZone, nearest: nearest)
        case .unknownZone: throw .unknownTimeZone(timeZone)
        }
    }

    private func checkScoring() throws(Tournament.Rejection) {
        for points in [
            scoring.win, scoring.draw, scoring.loss, scoring.pab, scoring.hpb, scoring.zpb,
        ] {
            try check(points.hundredths, of: .scoring, in: Tournament.Limits.points)
        }
        guard scoring.hpb == scoring.draw else { throw .halfPointByeIsADraw }
        guard scoring.loss <= scoring.draw, scoring.draw <= scoring.win, scoring.win > .zero else {
            throw .settingInvalid(
                "scoring",
                reason: "gives a win points, a draw no more, and a loss no more than a draw")
        }
    }

    private func checkAvoidance() throws(Tournament.Rejection) {
        try check(avoid.count, of: .avoid, in: Tournament.Limits.avoid)
        for rule in avoid {
            guard (rule.kind == .pair) == (rule.players != nil) else {
                throw .avoidRuleIncomplete(rule.kind)
            }
            if let players = rule.players {
                guard Set(players).count == players.count else {
                    throw .avoidRuleIncomplete(rule.kind)
                }
                try check(players.count, of: .avoid, in: Tournament.Limits.avoided)
            }
            try check(rule.until, of: .avoid, in: Tournament.Limits.rounds)
        }
    }

    private func check(
        _ number: Int?, of field: Tournament.Field, in bounds: ClosedRange<Int>
    ) throws(Tournament.Rejection) {
        guard let number, !bounds.contains(number) else { return }
        throw .outOfBounds(field, allowed: bounds)
    }
}

extension TieBreak {
    /// Whether single players can be ranked by it.
    var isOfPlayers: Bool { !name.isOfTeams && score == nil }
}
