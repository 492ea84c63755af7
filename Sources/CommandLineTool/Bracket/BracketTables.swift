import EventSourcing
import Vocabulary

/// The boards of a pairing that has just been made, with what decided them.
struct PairedTable {
    private let boards: Table
    private let byes: Table

    /// - Parameter round: The data of `tournament.round-paired`.
    init(_ round: JSONValue, players: PlayerList) {
        let reasons = Dictionary(
            (round["explanations"]?.list ?? []).map { ($0["board"]?.int, $0["code"]?.cell) }
        ) { first, _ in first }
        var boards = Table("BOARD", "NO", "WHITE", "NO", "BLACK", "BRACKET", "WHY")
        for board in round["pairings"]?.list ?? [] {
            let (white, black) = (board["white"]?.string, board["black"]?.string)
            boards.append(
                board["board"]?.cell, players.number(of: white), players.name(of: white),
                players.number(of: black), players.name(of: black), board["bracket"]?.cell,
                reasons[board["board"]?.int] ?? nil)
        }
        var byes = Table("BYE", "NO", "PLAYER")
        for bye in round["byes"]?.list ?? [] {
            let player = bye["player"]?.string
            byes.append(bye["kind"]?.cell, players.number(of: player), players.name(of: player))
        }
        self.boards = boards
        self.byes = byes
    }

    func print() {
        boards.print(empty: "no boards")
        if !byes.isEmpty { byes.print() }
    }
}

/// The boards of a round as `GET …/rounds/{n}` shows them.
struct RoundTable {
    private let round: JSONValue
    /// In which agreed times are shown.
    private let zone: TimeZoneID?

    /// - Parameter tournament: As `GET /v1/tournaments/{id}` shows it.
    init(_ round: JSONValue, of tournament: JSONValue) {
        self.round = round
        zone = tournament["settings"]?["timeZone"]?.string.flatMap { TimeZoneID($0) }
    }

    var boards: Table {
        var table = Table("BOARD", "NO", "WHITE", "RESULT", "NO", "BLACK", "NOTE")
        for board in round["boards"]?.list ?? [] {
            table.append(
                board["board"]?.cell, board["white"]?["number"]?.cell,
                board["white"]?["displayName"]?.cell, Self.result(of: board),
                board["black"]?["number"]?.cell, board["black"]?["displayName"]?.cell,
                note(on: board))
        }
        for bye in round["byes"]?.list ?? [] {
            table.append(
                nil, bye["number"]?.cell, bye["displayName"]?.cell,
                bye["kind"]?.string.map { "bye \($0)" }, nil, nil, nil)
        }
        for player in round["unplaced"]?.list ?? [] {
            table.append(
                nil, player["number"]?.cell, player["displayName"]?.cell, "no place", nil, nil,
                nil)
        }
        return table
    }

    /// What is still open, what was a forfeit and what a game never look alike.
    private static func result(of board: JSONValue) -> String {
        guard let result = board["result"]?.string, result != "*" else { return "to be played" }
        return ["+/-", "-/+", "-/-"].contains(result) ? "\(result) forfeit" : result
    }

    private func note(on board: JSONValue) -> String {
        var notes: [String] = []
        if board["disputed"] == true { notes.append("disputed") }
        if board["result"] == nil, let reported = board["reported"]?.string {
            notes.append("\(reported) reported")
        }
        if board["corrected"] == true { notes.append("corrected") }
        if board["overridden"] == true { notes.append("placed by hand") }
        if board["result"] == nil, let agreed = board["agreedAt"]?.string {
            notes.append("at \(local(agreed))")
        }
        return notes.joined(separator: ", ")
    }

    /// As a clock in the tournament's zone shows it.
    private func local(_ time: String) -> String {
        guard let zone, let moment = Timestamp(time), let local = LocalDateTime(moment, in: zone)
        else { return time }
        return "\(local.text.replacing("T", with: " ")) \(zone)"
    }
}

/// The table as `GET …/standings` shows it.
struct StandingsTable {
    let table: Table

    init(_ standings: JSONValue) {
        let codes = (standings["tieBreaks"]?.list ?? []).compactMap(\.string)
        var table = Table(["RANK", "NO", "NAME", "POINTS"] + codes + ["COLOUR"])
        for line in standings["lines"]?.list ?? [] {
            table.append(
                [
                    line["rank"]?.cell, line["number"]?.cell, line["displayName"]?.cell,
                    line["points"]?.cell,
                ] + codes.map { line["tieBreaks"]?[$0]?.cell ?? "-" } + [Self.colour(line)])
        }
        self.table = table
    }

    /// How much more often White: `w+1`, `b+2`, `=`.
    private static func colour(_ line: JSONValue) -> String {
        let balance = line["colourBalance"]?.int ?? 0
        return balance == 0 ? "=" : balance > 0 ? "w+\(balance)" : "b+\(-balance)"
    }
}

/// A tournament's name, and where it stands.
struct TournamentHeading {
    private let name: String
    private let facts: String

    /// - Parameter tournament: As `GET /v1/tournaments/{id}` shows it.
    init(_ tournament: JSONValue, round: Int?) {
        name = tournament["name"]?.cell ?? ""
        let planned = tournament["plannedRounds"]?.cell.map { " of \($0)" } ?? ""
        let players = tournament["entries"]?.list.count ?? 0
        let rounds = tournament["rounds"]?.list ?? []
        facts = [
            tournament["state"]?.cell, round.map { "round \($0)\(planned)" },
            rounds.contains { $0["round"]?.int == round && $0["draft"] == true }
                ? "draft: only arbiters see it until it is published" : nil,
            players == 1 ? "1 player" : "\(players) players",
            tournament["version"]?.cell.map { "version \($0)" },
        ].compactMap { $0 }.joined(separator: " · ")
    }

    func lines(_ style: Style) -> [String] { [style.bold(name.onOneLine), style.dim(facts)] }
}

extension PlayerList {
    fileprivate func number(of person: String?) -> String? {
        players.first { "\($0.person)" == person }?.number.map(String.init)
    }
}
