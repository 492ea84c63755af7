import EventSourcing
import Vocabulary

/// Byes that players ask for, and who is there.
extension Tournament {
    /// Grants a bye in a round to come.
    ///
    /// A player may have a bounded number of half points, late entries included; an arbiter may
    /// give more, and a full point. The allocated bye comes from pairing alone.
    func requestBye(
        _ player: PersonID, _ bye: RequestedBye, by party: Party, under settings: Settings
    ) throws(Rejection) -> [Event] {
        guard let entry = entries[player] else { throw .notEntered(player) }
        guard settings.format == .swiss else { throw .noByes(settings.format) }
        guard bye.round >= nextRound else { throw .roundPaired(bye.round) }
        guard bye.round <= settings.rounds else {
            throw .roundTooFar(bye.round, last: settings.rounds)
        }
        guard entry.plays(inRound: bye.round) else { throw .notEntered(player) }
        switch (bye.kind, party) {
        case (.pab, _), (.full, .player): throw .byeNotByRequest(bye.kind)
        case (.half, .player):
            let others =
                byes.halfPoints(of: player)
                - (byes.bye(of: player, inRound: bye.round)?.kind == .half ? 1 : 0)
            guard others < settings.maxRequestedHalfPointByes else {
                throw .byeLimit(settings.maxRequestedHalfPointByes)
            }
        default: break
        }
        guard byes.bye(of: player, inRound: bye.round)?.kind != bye.kind else { return [] }
        return [
            .byeGranted(
                player: player, round: bye.round, kind: bye.kind, source: party.byeSource)
        ]
    }

    func cancelBye(_ player: PersonID, round: Int) throws(Rejection) -> [Event] {
        guard entries[player] != nil else { throw .notEntered(player) }
        guard round >= nextRound else { throw .roundPaired(round) }
        guard byes.bye(of: player, inRound: round) != nil else { return [] }
        return [.byeCancelled(player: player, round: round)]
    }

    /// For the next round alone: whoever checks in for later ones is not there yet.
    func checkIn(_ player: PersonID, round: Int) throws(Rejection) -> [Event] {
        guard let entry = entries[player] else { throw .notEntered(player) }
        guard round == nextRound, entry.plays(inRound: round) else {
            throw .checkInClosed(round: round)
        }
        guard !hasCheckedIn(player, forRound: round) else { return [] }
        return [.playerCheckedIn(player: player, round: round)]
    }
}
