import Pairing
import ReadModels
import Tournaments

/// A knockout as a drawing and as a table.
struct TreeView: Sendable {
    let width: Int
    let height: Int
    let words: String
    let boxes: [Box]
    let lines: [String]
    let columns: [Column]
    let matches: [Line]

    /// A match in the drawing.
    struct Box: Sendable {
        let x: Int
        let y: Int
        let title: String
        let first: Seat
        let second: Seat
    }

    struct Seat: Sendable {
        let y: Int
        let name: String
        let score: String
        let hasWon: Bool
        let isOpen: Bool
        let isBye: Bool
    }

    struct Column: Sendable {
        let x: Int
        let title: String
        let y: Int
    }

    /// A match in the table.
    struct Line: Sendable {
        let match: String
        let first: Seat
        let second: Seat
        let result: String
        let note: String?
        let winner: String?
    }

    init?(_ facts: TournamentFacts) {
        guard let tree = facts.bracket.tree else { return nil }
        let layout = TreeLayout(tree.matches.compactMap { MatchID(code: $0.match) })
        let placed = tree.matches.compactMap { match in
            MatchID(code: match.match).map { (id: $0, match: match) }
        }
        width = layout.width
        height = layout.height
        columns = layout.columns
        boxes = placed.compactMap { id, match in
            guard let place = layout.places[id] else { return nil }
            return Box(
                x: place.x, y: place.y, title: id.words,
                first: Seat(match.first, in: match, isFirst: true, y: place.y),
                second: Seat(
                    match.second, in: match, isFirst: false, y: place.y + TreeLayout.seatHeight))
        }
        lines = layout.lines
        matches = placed.map { id, match in
            Line(
                match: id.words, first: Seat(match.first, in: match, isFirst: true, y: 0),
                second: Seat(match.second, in: match, isFirst: false, y: 0),
                result: (match.result ?? .open).sign, note: (match.result ?? .open).note,
                winner: match.winner?.displayName)
        }
        let decided = tree.matches.count { $0.winner != nil }
        words = "The tree: \(decided) of \(tree.matches.count) matches are decided"
    }
}

extension TreeView.Seat {
    fileprivate init(
        _ seat: BracketTree.Seat, in match: BracketTree.Match, isFirst: Bool, y: Int
    ) {
        self.y = y
        isOpen = seat.kind == .toBeDecided
        isBye = seat.kind == .bye
        switch seat.kind {
        case .player: name = seat.player?.displayName ?? ""
        case .bye: name = "bye"
        case .toBeDecided: name = "to be decided"
        }
        hasWon = seat.player != nil && match.winner == seat.player
        score = seat.player == nil ? "" : match.result?.score(hasWon: hasWon) ?? ""
    }
}

extension Tournament.GameResult {
    fileprivate func score(hasWon: Bool) -> String {
        switch self {
        case .whiteWins, .blackWins: hasWon ? "1" : "0"
        case .whiteByForfeit, .blackByForfeit: hasWon ? "+" : "−"
        case .draw: "½"
        case .bothAbsent: "−"
        case .open: ""
        }
    }
}

/// Where the matches of a tree stand in its drawing: a column a round, each match between the two
/// that lead to it.
struct TreeLayout {
    static let boxWidth = 210
    static let seatHeight = 26
    static let boxHeight = 2 * seatHeight
    static let columnGap = 44
    static let rowGap = 18
    static let top = 34

    private(set) var places: [MatchID: (x: Int, y: Int)] = [:]
    private(set) var columns: [TreeView.Column] = []
    private(set) var lines: [String] = []
    private(set) var width = 0
    private(set) var height = 0

    init(_ matches: [MatchID]) {
        let upper = matches.filter { $0.bracket == .upper }
        let lower = matches.filter { $0.bracket == .lower }
        let rest = matches.filter { $0.bracket == .final || $0.bracket == .thirdPlace }
        let below = place(upper, top: Self.top, name: "Round")
        let bottom = lower.isEmpty ? below : place(lower, top: below + 60, name: "Losers’ round")
        let columnCount = max(
            Set(upper.map(\.round)).count, Set(lower.map(\.round)).count)
        var y = Self.top
        let x = columnCount * (Self.boxWidth + Self.columnGap)
        for match in rest.sorted(by: { $0.bracket == .final && $1.bracket != .final }) {
            columns.append(.init(x: x, title: match.words, y: y - 10))
            places[match] = (x, y)
            y += Self.boxHeight + 60
        }
        connect(upper)
        connect(lower)
        width = (rest.isEmpty ? x - Self.columnGap : x + Self.boxWidth) + 4
        height = max(bottom, y) + 4
    }

    /// - Returns: The lower edge.
    private mutating func place(_ matches: [MatchID], top: Int, name: String) -> Int {
        let rounds = Dictionary(grouping: matches, by: \.round).sorted { $0.key < $1.key }
        let most = rounds.map(\.value.count).max() ?? 0
        let pitch = Self.boxHeight + Self.rowGap
        let full = most * pitch
        for (column, round) in rounds.enumerated() {
            let x = column * (Self.boxWidth + Self.columnGap)
            columns.append(.init(x: x, title: "\(name) \(round.key)", y: top - 10))
            let space = full / max(1, round.value.count)
            for (row, match) in round.value.sorted().enumerated() {
                places[match] = (x, top + row * space + (space - pitch) / 2)
            }
        }
        return top + full
    }

    private mutating func connect(_ matches: [MatchID]) {
        let counts = Dictionary(grouping: matches, by: \.round).mapValues(\.count)
        for match in matches {
            guard let here = places[match], let now = counts[match.round],
                let next = counts[match.round + 1]
            else { continue }
            let target = MatchID(
                match.bracket, match.round + 1, next < now ? (match.match + 1) / 2 : match.match)
            guard let there = places[target] else { continue }
            let (startX, startY) = (here.x + Self.boxWidth, here.y + Self.seatHeight)
            let middle = startX + Self.columnGap / 2
            lines.append(
                "M\(startX) \(startY)H\(middle)V\(there.y + Self.seatHeight)H\(there.x)")
        }
    }
}
