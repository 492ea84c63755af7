import EventSourcing
import Tournaments
import Vocabulary

extension BracketView {
    /// Every board as a game without moves: the headers of PGN's export format.
    package var pgn: String {
        view.rounds.flatMap { round in
            round.orderedBoards.map { headers(of: $0, in: round) }
        }.joined(separator: "\n")
    }

    private func headers(of board: Tournament.Board, in round: Tournament.Round) -> String {
        let result = board.result?.pgn ?? "*"
        var tags = [
            ("Event", view.settings?.name ?? "?"), ("Site", "?"), ("Date", date(of: round)),
            ("Round", "\(round.number).\(board.number)"), ("White", names[board.seats.white]),
            ("Black", names[board.seats.black]), ("Result", result),
        ]
        if let rating = rating(of: board.seats.white) { tags.append(("WhiteElo", "\(rating)")) }
        if let rating = rating(of: board.seats.black) { tags.append(("BlackElo", "\(rating)")) }
        // PGN's word for a point that was given and not played for.
        if board.result?.isForfeit == true { tags.append(("Termination", "rules infraction")) }
        return tags.map { "[\($0.0) \"\($0.1.pgnText)\"]\n" }.joined() + "\n\(result)\n"
    }

    private func date(of round: Tournament.Round) -> String {
        let zone = view.settings?.timeZone
        let published: LocalDateTime? =
            switch round.publication {
            case .starts(let time?): zone.flatMap { LocalDateTime(time, in: $0) }
            case .windowEnds(let time): zone.flatMap { LocalDateTime(time, in: $0) }
            case .starts(nil), nil: nil
            }
        let local = published ?? view.settings?.startsAtLocal
        return local.map { String($0.text.prefix(10)).replacing("-", with: ".") } ?? "????.??.??"
    }
}

extension Tournament.GameResult {
    fileprivate var pgn: String {
        switch self {
        case .whiteWins, .whiteByForfeit: "1-0"
        case .blackWins, .blackByForfeit: "0-1"
        case .draw: "1/2-1/2"
        case .bothAbsent, .open: "*"
        }
    }
}

extension String {
    /// As a PGN string token holds it.
    fileprivate var pgnText: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
