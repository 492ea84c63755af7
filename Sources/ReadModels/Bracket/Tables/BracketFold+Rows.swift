import EventSourcing
import Tournaments
import Vocabulary

/// Changes that belong to one position.
struct PositionedChanges: Sendable {
    let position: Position
    let changes: [Change]
}

extension BracketFold {
    /// What makes the rows of `earlier` those of this.
    ///
    /// - Parameters:
    ///   - earlier: The same stream some events before; nothing where there are no rows yet.
    ///   - tables: Other tables are passed over.
    /// - Complexity: That of the table after each round that was touched.
    func changes(
        since earlier: BracketFold?, in tables: Set<Table>
    ) -> [PositionedChanges] {
        positions
            .filter { tables.contains($0.key.table) && earlier?.positions[$0.key] != $0.value }
            .map { part, position in
                PositionedChanges(
                    position: position,
                    changes: removals(of: part, since: earlier) + rows(of: part))
            }
    }

    func rows(of part: BracketPart) -> [Change] {
        switch part {
        case .tournament: row.map { [.put($0)] } ?? []
        case .entry(let player): entry(of: player).map { [.put($0)] } ?? []
        case .boards(let round):
            tournament.round(round).map { round in
                round.orderedBoards.map { .put(PairingRow($0, of: round, in: id)) }
            } ?? []
        case .byes(let round): byes(inRound: round).map { .put($0) }
        case .standings(let round):
            tournament.round(round) == nil
                ? [] : StandingRow.table(after: round, of: tournament, id).map { .put($0) }
        case .correction(let version):
            tournament.corrections.filter { $0.version == version }.map {
                .put(CorrectionRow($0, in: id))
            }
        }
    }

    /// Rows of `earlier` that are no more.
    private func removals(of part: BracketPart, since earlier: BracketFold?) -> [Change] {
        guard let earlier else { return [] }
        switch part {
        case .tournament, .correction: return []
        case .entry(let player):
            let isGone = earlier.entry(of: player) != nil && entry(of: player) == nil
            return isGone ? [.delete(EntryRow.self, id, player)] : []
        case .boards(let round):
            return earlier.boards(inRound: round).subtracting(boards(inRound: round)).map {
                .delete(PairingRow.self, id, round, $0)
            }
        case .byes(let round):
            return earlier.sittersOut(inRound: round).subtracting(sittersOut(inRound: round)).map {
                .delete(ByeRow.self, id, round, $0)
            }
        case .standings(let round):
            return earlier.ranked(afterRound: round).subtracting(ranked(afterRound: round)).map {
                .delete(StandingRow.self, id, round, $0)
            }
        }
    }

    private func boards(inRound round: Int) -> Set<Int> {
        Set(tournament.round(round)?.orderedBoards.map(\.number) ?? [])
    }

    private func sittersOut(inRound round: Int) -> Set<PersonID> {
        Set(byes(inRound: round).map(\.player))
    }

    private func ranked(afterRound round: Int) -> Set<PersonID> {
        tournament.round(round) == nil ? [] : Set(tournament.seeding)
    }

    // MARK: Rows

    private var row: TournamentRow? {
        guard let settings = tournament.settings else { return nil }
        return TournamentRow(
            tournament: id, club: settings.club, name: settings.name, format: settings.format,
            cadence: settings.cadence, state: tournament.stage, players: tournament.activeCount,
            waiting: tournament.waitlist.count, version: shownVersion,
            entriesOpen: tournament.entriesAreOpen, startsAtLocal: settings.startsAtLocal,
            timeZone: settings.timeZone, plannedRounds: tournament.plannedRounds,
            currentRound: tournament.rounds.count, shownRound: tournament.drafts.lastShown,
            completedRounds: tournament.rounds.count(where: \.isCompleted),
            tieBreaks: tournament.tieBreakCodes, finalDigest: tournament.final?.digest)
    }

    private func entry(of player: PersonID) -> EntryRow? {
        if let place = tournament.waitlist.firstIndex(of: player) {
            return EntryRow(
                tournament: id, player: player, state: .waiting, place: place + 1)
        }
        return tournament.entry(player).map {
            EntryRow($0, number: tournament.number(of: player), in: id)
        }
    }

    /// Given by the round once it is paired, else those granted for it.
    private func byes(inRound number: Int) -> [ByeRow] {
        guard let round = tournament.round(number) else {
            return tournament.grantedByes.filter { $0.round == number }.map {
                ByeRow(
                    tournament: id, round: number, player: $0.player, kind: $0.kind,
                    source: $0.source)
            }
        }
        return round.byes.map { player, kind in
            ByeRow(
                tournament: id, round: number, player: player, kind: kind,
                source: tournament.grantedBye(of: player, inRound: number)?.source)
        }
    }
}
