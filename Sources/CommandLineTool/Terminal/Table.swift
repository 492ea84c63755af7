/// Rows under headings: aligned columns on a terminal, tab-separated lines for a program.
///
/// Nothing in a cell breaks its line or its column, or speaks to the terminal.
struct Table {
    let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) {
        self.init(headings)
    }

    init(_ headings: [String]) {
        self.headings = headings
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func append(_ cells: String?...) { append(cells) }

    mutating func append(_ cells: [String?]) {
        precondition(cells.count == headings.count, "a row has a cell under each heading")
        rows.append(cells.map { ($0 ?? "").onOneLine })
    }

    /// As a person reads it; the last column is not padded.
    func aligned(_ style: Style) -> String {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].displayWidth }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
                .trimmingTrailingSpaces
        }
        return ([style.dim(line(headings))] + rows.map(line)).joined(separator: "\n")
    }

    /// As a program reads it: a line for each row, the headings first.
    var tabSeparated: String {
        ([headings.map { $0.lowercased() }] + rows)
            .map { $0.joined(separator: "\t") }
            .joined(separator: "\n")
    }

    /// As RFC 4180 has it, with the headings first.
    var commaSeparated: String {
        ([headings.map { $0.lowercased() }] + rows)
            .map { $0.map(\.quotedWhereNeeded).joined(separator: ",") }
            .joined(separator: "\r\n")
    }

    /// Prints whichever of the two fits the output; to a person, `empty` instead of no rows.
    func print(empty: String? = nil) {
        guard Terminal.isInteractive else { return Terminal.print(tabSeparated) }
        if isEmpty, let empty { return Terminal.print(Style.ofOutput.dim(empty)) }
        Terminal.print(aligned(.ofOutput))
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }

    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    fileprivate var quotedWhereNeeded: String {
        contains { $0 == "," || $0 == "\"" }
            ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
    }

    /// Nothing in it breaks its line or speaks to the terminal.
    var onOneLine: String {
        String(map { $0.isControl ? " " : $0 })
    }
}

extension Character {
    fileprivate var isControl: Bool {
        isNewline || unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
