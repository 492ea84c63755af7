import EventSourcing

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

    init(_ round: JSONValue) { self.round = round }

    var boards: Table {
        var table = Table("BOARD", "NO", "WHITE", "RESULT", "NO", "BLACK", "NOTE")
        for board in round["boards"]?.list ?? [] {
            table.append(
                board["board"]?.cell, board["white"]?["number"]?.cell,
                board["white"]?["displayName"]?.cell, Self.result(of: board),
                board["black"]?["number"]?.cell, board["black"]?["displayName"]?.cell,
                Self.note(on: board))
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

    private static func note(on board: JSONValue) -> String {
        var notes: [String] = []
        if board["disputed"] == true { notes.append("disputed") }
        if board["result"] == nil, let reported = board["reported"]?.string {
            notes.append("\(reported) reported")
        }
        if board["corrected"] == true { notes.append("corrected") }
        if board["overridden"] == true { notes.append("placed by hand") }
        if board["result"] == nil, let agreed = board["agreedAt"]?.moment {
            notes.append("at \(agreed)")
        }
        return notes.joined(separator: ", ")
    }
}

extension PlayerList {
    fileprivate func number(of person: String?) -> String? {
        players.first { "\($0.person)" == person }?.number.map(String.init)
    }
}
