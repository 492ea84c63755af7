import EventSourcing
import Vocabulary

/// Who comes in, who leaves, who comes back.
extension Tournament {
    /// Enters somebody; where all places are taken, they wait. Nobody passes the queue.
    func enter(
        _ candidate: Candidate, byes wishes: [RequestedBye], by party: Party,
        under settings: Settings
    ) throws(Rejection) -> [Event] {
        let player = candidate.details.player
        let isWaiting = waitlist.contains(player)
        if let entry = entries[player] {
            if case .expelled = entry.standing { throw .expelled(player) }
            throw .alreadyEntered(player)
        }
        guard entriesAreOpen || party != .player, isOpenForEntries(settings) else {
            throw .entriesClosed
        }
        try check(candidate, under: settings.eligibility, by: party)
        try check(wishes.count, of: .byes, in: Limits.byes)
        guard entries.byPlayer.count < Limits.players else {
            throw .tooManyPlayers(entries.byPlayer.count, allowed: Limits.players)
        }
        let isNext = isWaiting ? waitlist.first == player : waitlist.isEmpty
        guard hasPlace(settings), isNext else {
            if isWaiting { return [] }
            guard waitlist.count < Limits.waitlist else {
                throw .tooManyPlayers(waitlist.count, allowed: Limits.waitlist)
            }
            return [
                .playerWaitlisted(
                    WaitlistedPlayer(candidate.details, place: waitlist.count + 1))
            ]
        }
        var events = entered(candidate.details, under: settings)
        var changed = folding(events)
        for wish in wishes {
            let granted = try changed.requestBye(player, wish, by: party, under: settings)
            events += granted
            for event in granted { changed.evolve(event) }
        }
        return events
    }

    private func isOpenForEntries(_ settings: Settings) -> Bool {
        stage == .planned
            || (settings.format == .swiss && nextRound <= settings.lateEntryUntilRound)
    }

    private func hasPlace(_ settings: Settings) -> Bool {
        activeCount < settings.capacity ?? Limits.players
    }

    /// The entry, with a bye for each round that is over.
    private func entered(_ details: EntryDetails, under settings: Settings) -> [Event] {
        let late = stage == .running && nextRound > 1 ? nextRound : nil
        let entry = Event.playerEntered(
            EnteredPlayer(
                details, entryNo: entries.byPlayer.count + 1, lateFromRound: late))
        return [entry]
            + stride(from: 1, to: late ?? 1, by: 1).map {
                .byeGranted(
                    player: details.player, round: $0, kind: settings.lateByeKind,
                    source: .lateEntry)
            }
    }

    private func check(
        _ candidate: Candidate, under rules: Eligibility, by party: Party
    ) throws(Rejection) {
        guard party != .import else { return }
        guard candidate.isActive else { throw .notEligible(.inactive) }
        guard candidate.isMember else { throw .notEligible(.member) }
        guard rules.ageBands.isEmpty || rules.ageBands.contains(candidate.ageBand) else {
            throw .notEligible(.ageBand)
        }
        if !rules.schools.isEmpty {
            guard let school = candidate.details.school, rules.schools.contains(school) else {
                throw .notEligible(.school)
            }
        }
        if let most = rules.ratingAtMost, let rating = candidate.details.rating, rating > most {
            throw .notEligible(.rating)
        }
        if candidate.lacksConsent { throw .consentMissing }
        if let rating = candidate.details.rating {
            try check(rating, of: .rating, in: Limits.rating)
        }
    }

    /// Takes somebody out from a round that is not paired; before the start, the next in line
    /// comes in.
    func withdraw(
        _ player: PersonID, fromRound round: Int?, because reasonCode: ReasonCode,
        under settings: Settings
    ) throws(Rejection) -> [Event] {
        if waitlist.contains(player) {
            return [
                .playerWithdrawn(player: player, fromRound: nextRound, reasonCode: reasonCode)
            ]
        }
        guard let entry = entries[player] else { throw .notEntered(player) }
        guard entry.standing == .active else { return [] }
        let from = round ?? nextRound
        try checkUnpaired(from, of: player)
        if let planned = plannedRounds, from > planned {
            throw .roundTooFar(from, last: planned)
        }
        let withdrawn = Event.playerWithdrawn(
            player: player, fromRound: from, reasonCode: reasonCode)
        guard stage == .planned, let next = entries.waiting.first,
            activeCount <= settings.capacity ?? Limits.players
        else { return [withdrawn] }
        return [withdrawn] + folding([withdrawn]).entered(next, under: settings)
    }

    /// A place in a round is given up by a forfeit, not by leaving.
    private func checkUnpaired(_ round: Int, of player: PersonID) throws(Rejection) {
        guard round >= 1 else { throw .outOfBounds(.rounds, allowed: Limits.rounds) }
        guard round < nextRound else { return }
        throw self.round(round)?.isPublished == true ? .roundPublished(round) : .roundPaired(round)
    }

    /// Brings somebody back; the rounds they were away stay worth nothing.
    func reinstate(_ player: PersonID, atRound round: Int?) throws(Rejection) -> [Event] {
        guard let entry = entries[player] else { throw .notEntered(player) }
        guard case .withdrawn(let from) = entry.standing else {
            if case .expelled = entry.standing { throw .expelled(player) }
            throw .notWithdrawn(player)
        }
        if stage == .planned, let settings, !hasPlace(settings) {
            throw .tooManyPlayers(activeCount, allowed: settings.capacity ?? Limits.players)
        }
        let back = round ?? max(nextRound, min(from, nextRound))
        try checkUnpaired(back, of: player)
        return [.playerReinstated(player: player, atRound: back)]
    }

    /// Takes somebody out for good, from the next round to be paired.
    func expel(
        _ player: PersonID, because reasonCode: ReasonCode, _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        guard let entry = entries[player] else { throw .notEntered(player) }
        if case .expelled = entry.standing { return [] }
        return [
            .playerExpelled(
                player: player, fromRound: nextRound, reasonCode: reasonCode, reason: reason)
        ]
    }

    func check(_ number: Int, of field: Field, in bounds: ClosedRange<Int>) throws(Rejection) {
        guard bounds.contains(number) else { throw .outOfBounds(field, allowed: bounds) }
    }

    /// As it will be after events that are decided and not yet recorded.
    func folding(_ events: [Event]) -> Tournament {
        events.reduce(into: self) { $0.evolve($1) }
    }
}
