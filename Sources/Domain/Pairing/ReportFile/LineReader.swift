/// Reads the columns of one line; every error names the line and the column.
struct LineReader {
    let line: Int
    private let characters: ArraySlice<Unicode.Scalar>

    init(line: Int, characters: ArraySlice<Unicode.Scalar>) {
        self.line = line
        self.characters = characters
    }

    /// The number of columns.
    var width: Int { characters.count }

    var isBlank: Bool { characters.allSatisfy { $0 == " " || $0 == "\t" } }

    /// The character in a column, counted from 1; a blank beyond the end.
    func character(_ column: Int) -> Unicode.Scalar {
        column <= characters.count ? characters[characters.startIndex + column - 1] : " "
    }

    /// The columns as they stand, cut at the end of the line.
    func raw(_ columns: ClosedRange<Int>) -> String {
        string(slice(columns))
    }

    /// The columns without the blanks around.
    func text(_ columns: ClosedRange<Int>) -> String {
        string(trimmed(slice(columns)))
    }

    /// Everything from a column on, without blanks at the end.
    func rest(from column: Int) -> String {
        guard column <= width else { return "" }
        var rest = slice(column...width)
        while rest.last == " " { rest.removeLast() }
        return string(rest)
    }

    /// A number in the columns; nil if they are blank.
    func number(_ columns: ClosedRange<Int>, _ expected: String) throws(ReportError) -> Int? {
        let digits = trimmed(slice(columns))
        if digits.isEmpty { return nil }
        guard let number = Self.number(digits) else {
            throw error(columns.lowerBound, expected: expected, found: string(digits))
        }
        return number
    }

    /// A number that must be there.
    func required(
        _ columns: ClosedRange<Int>, _ expected: String, in range: ClosedRange<Int>
    ) throws(ReportError) -> Int {
        guard let number = try optional(columns, expected, in: range) else {
            throw error(
                columns.lowerBound,
                expected: "\(expected) from \(range.lowerBound) to \(range.upperBound)", found: "")
        }
        return number
    }

    /// A number in a range; nil if the columns are blank.
    func optional(
        _ columns: ClosedRange<Int>, _ expected: String, in range: ClosedRange<Int>
    ) throws(ReportError) -> Int? {
        let number = try number(columns, expected)
        guard number.map(range.contains) ?? true else {
            throw error(
                columns.lowerBound,
                expected: "\(expected) from \(range.lowerBound) to \(range.upperBound)",
                found: text(columns))
        }
        return number
    }

    /// Columns that hold nothing in a record: text there is out of its place.
    func blank(_ columns: Int...) throws(ReportError) {
        for column in columns where character(column) != " " {
            throw error(column, expected: "a blank", found: String(character(column)))
        }
    }

    /// Points in the columns; nil if they are blank.
    func points(_ columns: ClosedRange<Int>, _ expected: String) throws(ReportError) -> Points? {
        let digits = trimmed(slice(columns))
        if digits.isEmpty { return nil }
        guard let points = Points(bytes: Self.ascii(digits)) else {
            throw error(columns.lowerBound, expected: expected, found: string(digits))
        }
        return points
    }

    /// The words from a column on, each with the column where it begins.
    func words(from column: Int) -> [(column: Int, text: String)] {
        var words: [(column: Int, text: String)] = []
        var index = column
        while index <= width {
            if character(index) == " " || character(index) == "\t" {
                index += 1
                continue
            }
            var end = index
            while end < width, character(end + 1) != " ", character(end + 1) != "\t" { end += 1 }
            words.append((index, raw(index...end)))
            index = end + 1
        }
        return words
    }

    /// Pairing numbers separated by blanks.
    func numbers(from column: Int) throws(ReportError) -> [Int] {
        var numbers: [Int] = []
        for word in words(from: column) {
            numbers.append(try pairingNumber(word))
        }
        guard !numbers.isEmpty else {
            throw error(column, expected: "pairing numbers", found: "nothing")
        }
        return numbers
    }

    func pairingNumber(_ word: (column: Int, text: String)) throws(ReportError) -> Int {
        guard let number = Int(word.text), (1...9999).contains(number) else {
            throw error(word.column, expected: "a pairing number", found: word.text)
        }
        return number
    }

    /// The one number of a record.
    func onlyNumber(
        from column: Int, _ expected: String, in range: ClosedRange<Int>
    ) throws(ReportError) -> Int {
        let words = words(from: column)
        guard let word = words.first else {
            throw error(column, expected: expected, found: "nothing")
        }
        guard words.count == 1, let number = Int(word.text), range.contains(number) else {
            throw error(
                word.column,
                expected: "\(expected) from \(range.lowerBound) to \(range.upperBound)",
                found: rest(from: word.column))
        }
        return number
    }

    func error(_ column: Int, expected: String, found: String) -> ReportError {
        ReportError(
            line: line, column: column, expected: expected,
            found: found.isEmpty ? "nothing" : "‘\(found)’")
    }

    private func slice(_ columns: ClosedRange<Int>) -> ArraySlice<Unicode.Scalar> {
        let lower = min(columns.lowerBound - 1, width)
        let upper = min(columns.upperBound, width)
        return characters[(characters.startIndex + lower)..<(characters.startIndex + upper)]
    }

    private func trimmed(_ slice: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var slice = slice
        while slice.first == " " { slice.removeFirst() }
        while slice.last == " " { slice.removeLast() }
        return slice
    }

    private func string(_ slice: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: slice)
        return String(text)
    }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
        var number = 0
        guard digits.count <= 9 else { return nil }
        for digit in digits {
            guard ("0"..."9").contains(digit) else { return nil }
            number = number * 10 + Int(digit.value - 48)
        }
        return number
    }

    private static func ascii(_ characters: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        characters.map { $0.isASCII ? UInt8($0.value) : UInt8(ascii: "?") }
    }
}
