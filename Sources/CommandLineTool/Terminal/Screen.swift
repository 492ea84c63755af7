import Foundation

/// The whole terminal, on which one picture takes the place of another.
///
/// What stood there before comes back when it is closed.
struct Screen {
    /// Whether the output is a terminal that can be drawn on.
    static var isThere: Bool {
        Terminal.isInteractive && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    private static let escape = "\u{1B}["

    /// The other buffer, no cursor, and long lines cut at the edge.
    static func open() {
        put(escape + "?1049h" + escape + "?25l" + escape + "?7l")
    }

    static func close() {
        put(escape + "?7h" + escape + "?25h" + escape + "?1049l")
    }

    /// Draws from the first line on; nothing of the last picture stays.
    static func draw(_ lines: [String]) {
        let picture = lines.map { $0 + escape + "K" }.joined(separator: "\n")
        put(escape + "H" + picture + escape + "J")
    }

    private static func put(_ text: String) { Terminal.write(Data(text.utf8)) }
}
