import EventSourcing

/// A tournament on one screen: the boards of the round that is played, and the standings.
struct BracketPicture: Sendable {
    private let tournament: JSONValue
    /// Nothing before the first round.
    private let round: JSONValue?
    private let standings: JSONValue

    /// Asks for all of it, as it is behind a position or later.
    static func take(
        _ desk: TournamentDesk, behind position: String?
    ) async throws -> BracketPicture {
        func ask(_ path: PathPart...) async throws -> JSONValue {
            var request = ServiceRequest(
                .get, ["tournaments", PathPart(desk.tournament.tournament)] + path)
            request.add(header: "Clubs-At-Least", position)
            return try await desk.client.send(request).body
        }
        let tournament = try await ask()
        let number = tournament["currentRound"]?.int ?? 0
        return BracketPicture(
            tournament: tournament,
            round: number > 0 ? try await ask("rounds", PathPart(number)) : nil,
            standings: try await ask("standings"))
    }

    init(tournament: JSONValue, round: JSONValue?, standings: JSONValue) {
        self.tournament = tournament
        self.round = round
        self.standings = standings
    }

    /// - Parameters:
    ///   - height: How many lines there are; what does not fit is counted in a line of its own.
    ///   - footer: The last line.
    func lines(height: Int, footer: String, _ style: Style) -> [String] {
        let number = round?["round"]?.int
        let heading = TournamentHeading(tournament, round: number).lines(style) + [""]
        let boards = round.map { rows(of: RoundTable($0, of: tournament).boards, style) } ?? []
        let table = rows(of: StandingsTable(standings).table, style)
        // The footer, and an empty line before each of the others.
        let room = max(6, height - heading.count - (boards.isEmpty ? 2 : 3))
        let forBoards = min(boards.count, max(room / 2, room - table.count))
        let parts = [
            boards.cut(to: forBoards, style), table.cut(to: room - forBoards, style),
        ].filter { !$0.isEmpty }
        return heading + parts.flatMap { $0 + [""] } + [style.dim(footer)]
    }

    private func rows(of table: Table, _ style: Style) -> [String] {
        table.isEmpty
            ? []
            : table.aligned(style).split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
    }
}

extension [String] {
    /// As many lines as there is room for, the last of which tells how many more there are.
    fileprivate func cut(to room: Int, _ style: Style) -> [String] {
        guard count > room, room > 1 else { return self }
        return prefix(room - 1) + [style.dim("… \(count - room + 1) more")]
    }
}
