import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// Knockouts: each round is a wave of the matches that can be played.
///
/// The bracket follows from the seeding and the results, so it is made when it is asked for and
/// kept nowhere. A board carries the name of its match.
extension Tournament {
    /// Nothing in other formats, and before there are two players.
    ///
    /// - Complexity: O(players).
    package var bracket: EliminationBracket? { bracket { $0.result } }

    func bracket(result: (Board) -> GameResult?) -> EliminationBracket? {
        guard let settings, let format = settings.eliminationFormat else { return nil }
        do throws(EliminationBracket.Rejection) {
            var bracket = try EliminationBracket(players: entries.order.count, format: format)
            for board in rounds.flatMap(\.orderedBoards) {
                guard let match = board.match, let result = result(board), result != .open else {
                    continue
                }
                try bracket.enter(matchResult(result, on: board), for: match)
            }
            return bracket
        } catch {
            // Fewer than two players; results always fit, for boards keep the players of the match.
            return nil
        }
    }

    private func matchResult(_ result: GameResult, on board: Board) -> MatchResult {
        let winner = result.winner.flatMap {
            number(of: $0 == .white ? board.seats.white : board.seats.black)
        }
        return winner.map { .won(by: $0) } ?? .nobodyCame
    }

    func proposeKnockout(_ proposal: inout RoundProposal) throws(Rejection) {
        guard let bracket = bracket else { throw .tooFewPlayers(entries.order.count, needed: 2) }
        let seated = Set(rounds.flatMap { $0.boards.values }.compactMap(\.match))
        let ready = bracket.ready.filter { !seated.contains($0.id) }
        guard !ready.isEmpty else { throw .allRoundsPaired(rounds.count) }
        for (index, match) in ready.enumerated() {
            guard let first = match.first.player.flatMap({ player(numbered: $0) }),
                let second = match.second.player.flatMap({ player(numbered: $0) })
            else { continue }
            let seats = knockoutSeats(first, second, match: index)
            proposal.boards.append(
                PairedBoard(
                    board: index + 1, white: seats.white, black: seats.black,
                    bracket: match.id.code))
            proposal.explanations.append(BoardExplanation(board: index + 1, code: "bracket"))
        }
    }

    /// White for whoever had it less often; else the drawn colour, turn by turn along the boards.
    private func knockoutSeats(_ first: PersonID, _ second: PersonID, match index: Int) -> Seats {
        let whites = [first, second].map { player in
            playedColours(of: player, beforeRound: nextRound).reduce(0) {
                $0 + ($1 == .white ? 1 : -1)
            }
        }
        let firstIsWhite =
            whites[0] == whites[1]
            ? (initialColour == .white) == index.isMultiple(of: 2) : whites[0] < whites[1]
        return firstIsWhite
            ? Seats(white: first, black: second) : Seats(white: second, black: first)
    }

    /// Later boards where others would play, or nobody, if this one had ended otherwise.
    func boards(hangingOn board: Board, if result: GameResult) -> [BoardID] {
        guard let match = board.match, let before = bracket, let old = board.result else {
            return []
        }
        var after = before
        let cleared: [MatchID]
        do throws(EliminationBracket.Rejection) {
            cleared = try after.correct(
                match, to: changed(old, to: result, on: board), takesBack: true)
        } catch {
            // Only a match without a result cannot be corrected, and nothing hangs on that.
            return []
        }
        return rounds.flatMap { round in
            round.orderedBoards.compactMap { later in
                guard let id = later.match, id != match else { return nil }
                let now = after.match(id)
                let isSame =
                    now?.first == before.match(id)?.first
                    && now?.second == before.match(id)?.second
                return isSame && !cleared.contains(id) ? nil : BoardID(round.number, later.number)
            }
        }
    }

    /// No result is like any other one: nobody who goes on by the old one does.
    private func changed(_ old: GameResult, to new: GameResult, on board: Board) -> MatchResult {
        guard new == .open else { return matchResult(new, on: board) }
        return matchResult(old == .bothAbsent ? .whiteByForfeit : .bothAbsent, on: board)
    }
}

extension Tournament.Settings {
    var eliminationFormat: EliminationFormat? {
        switch format {
        case .swiss, .roundRobin, .doubleRoundRobin: nil
        case .singleElimination: .single(thirdPlace: thirdPlaceGame)
        case .doubleElimination: .double(resets: true)
        }
    }
}

extension Tournament.Board {
    /// The match of a knockout that is played here.
    package var match: MatchID? { bracket.flatMap { MatchID(code: $0) } }
}

extension MatchID {
    /// `W-1-2`: the bracket, its round, the match in it.
    package var code: String { "\(bracket.rawValue)-\(round)-\(match)" }

    package init?(code: String) {
        let parts = code.split(separator: "-")
        guard parts.count == 3, let bracket = Bracket(rawValue: String(parts[0])),
            let round = Int(parts[1]), let match = Int(parts[2])
        else { return nil }
        self.init(bracket, round, match)
    }
}
