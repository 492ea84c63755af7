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
                    WaitlistedPlayer(
                        candidate.details, place: waitlist.count + 1, byes: wishes))
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

    /// The entry of somebody who has waited, with those of the byes they had asked for that can
    /// still be given.
    private func admission(of next: WaitlistedPlayer, under settings: Settings) -> [Event] {
        var events = entered(next.details, under: settings)
        var changed = folding(events)
        for wish in next.requestedByes ?? [] {
            guard
                let granted = try? changed.requestBye(
                    next.player, wish, by: .player, under: settings)
            else { continue }
            for event in granted { changed.evolve(event) }
            events += granted
        }
        return events
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
        if let most = rules.ratingAtMost {
            switch candidate.details.rating {
            case let rating?: guard rating <= most else { throw .notEligible(.rating) }
            // Silence is no way past a limit; an arbiter may know the player.
            case nil: guard party == .arbiter else { throw .notEligible(.ratingUnknown) }
            }
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
        let from = round ?? nextRound
        switch entry.standing {
        case .active: break
        // They go earlier than was announced.
        case .withdrawn(let announced) where from < announced: break
        case .withdrawn, .expelled: return []
        }
        try checkUnpaired(from, of: player)
        if let planned = plannedRounds, from > planned {
            throw .roundTooFar(from, last: planned)
        }
        let withdrawn = Event.playerWithdrawn(
            player: player, fromRound: from, reasonCode: reasonCode)
        return [withdrawn] + folding([withdrawn]).promotions(under: settings)
    }

    /// Those who wait and for whom there is a place now; before the start alone.
    func promotions(under settings: Settings) -> [Event] {
        var events: [Event] = []
        var changed = self
        while changed.stage == .planned, changed.hasPlace(settings),
            let next = changed.entries.waiting.first, events.count < Limits.eventsPerCommand / 2
        {
            for event in changed.admission(of: next, under: settings) {
                changed.evolve(event)
                events.append(event)
            }
        }
        return events
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
        guard case .withdrawn = entry.standing else {
            if case .expelled = entry.standing { throw .expelled(player) }
            throw .notWithdrawn(player)
        }
        if stage == .planned, let settings, !hasPlace(settings) {
            throw .tooManyPlayers(activeCount, allowed: settings.capacity ?? Limits.players)
        }
        // Whoever has no number comes in now, as somebody who is late.
        if stage == .running, number(of: player) == nil, let settings,
            !isOpenForEntries(settings)
        {
            throw .entriesClosed
        }
        let back = round ?? nextRound
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
