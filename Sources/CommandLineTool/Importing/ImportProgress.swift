import Foundation

/// How far an import has come: a bar on a terminal, a line now and then elsewhere.
struct ImportProgress {
    /// How often a bar is drawn anew.
    static let drawing = Duration.milliseconds(100)
    /// How often a line is written where nobody watches.
    static let writing = Duration.seconds(10)
    static let barWidth = 20

    private let isWatched: Bool
    private let began = ContinuousClock.now
    private var next = ContinuousClock.now

    init(isWatched: Bool = Terminal.isWatched) {
        self.isWatched = isWatched
        if !isWatched { next += Self.writing }
    }

    /// - Parameter share: How much of the file is behind, from 0 to 1; nothing where its length is
    ///   not known.
    mutating func show(_ tally: ImportTally, share: Double?) {
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + (isWatched ? Self.drawing : Self.writing)
        let text = Self.text(tally, share: share, after: began.duration(to: now))
        if isWatched { Terminal.replaceNote(text) } else { Terminal.note(text) }
    }

    /// Takes the bar away.
    func end() {
        if isWatched { Terminal.replaceNote("") }
    }

    /// One line of at most 80 columns.
    static func text(_ tally: ImportTally, share: Double?, after took: Duration) -> String {
        let seconds = max(took / .seconds(1), 0.001)
        var parts: [String] = []
        if let share {
            let filled = Int(Double(barWidth) * min(1, max(0, share)))
            let bar =
                String(repeating: "█", count: filled)
                + String(repeating: "░", count: barWidth - filled)
            parts.append("\(bar) \(Int(share * 100)) %")
        }
        parts.append("\(Int(Double(tally.lines) / seconds)) lines/s")
        parts.append("ok \(tally.lines - tally.refused - tally.unreadable)")
        parts.append("refused \(tally.refused + tally.unreadable)")
        if let share, share > 0, share < 1 {
            let left = Int(seconds / share * (1 - share))
            parts.append("ETA \(left / 60):\(String(format: "%02d", left % 60))")
        }
        return parts.joined(separator: "  ")
    }
}
