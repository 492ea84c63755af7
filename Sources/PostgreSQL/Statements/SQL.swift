/// A statement with its parameters: `"SELECT name FROM club WHERE tenant = \(tenant)"`.
///
/// An interpolated value becomes a parameter, `$1`, `$2` …, declared with its type and sent in
/// binary beside the text. The text itself comes from literals of the program alone: a `String`
/// made at run time cannot become part of it, so an injection cannot be spelled.
///
/// | Interpolation | becomes |
/// |---|---|
/// | `\(value)` | a parameter |
/// | `\(otherSQL)` | its text and its parameters, numbered anew |
/// | `\(identifier: name)` | a quoted name |
/// | `\(rows: [[a, b], [c, d]])` | `($1,$2),($3,$4)` for a `VALUES` of several rows |
/// | `\(raw: "literal")` | text known when the program was compiled |
package struct SQL: Sendable {
    /// The protocol counts parameters in 16 bits.
    static let maxParameters = 65_535

    /// The text as the server gets it, with `$1`, `$2` … and without any value.
    package private(set) var text = ""
    /// The declared types of the parameters.
    private(set) var types: [PostgresType] = []
    /// The length of each parameter in `bytes`; -1 stands for `NULL`.
    private(set) var lengths: [Int32] = []
    /// All parameters, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// The first value that the server could not hold; it is thrown instead of sending.
    private(set) var problem: UnfitValue?
    /// Where in `text` each parameter stands, so that a splice can number it anew.
    private(set) var markers: [Range<String.Index>] = []

    /// What its values take on their way.
    package var byteCount: Int { bytes.count }

    /// A text that is there already, and no values yet.
    init(text: String, types: [PostgresType]) {
        self.text = text
        self.types = types
        lengths.reserveCapacity(types.count)
    }

    private mutating func append(parameter value: some PostgresEncodable) {
        append(value: value)
        types.append(type(of: value).postgresType)
        appendMarker()
    }

    /// Adds the value of the next parameter, whose place and type are there already.
    mutating func append(value: some PostgresEncodable) {
        guard !value.isNull else { return lengths.append(-1) }
        let start = bytes.count
        do {
            try value.encode(into: &bytes)
        } catch let unfit as UnfitValue {
            problem = problem ?? unfit
        } catch {
            problem = problem ?? UnfitValue(reason: "\(error)", sqlState: "22000")
        }
        lengths.append(Int32(bytes.count - start))
    }

    /// Adds the value of the next parameter as it stands; nothing is `NULL`.
    mutating func append(encoded value: UnsafeRawBufferPointer?) {
        lengths.append(value.map { Int32($0.count) } ?? -1)
        if let value { bytes.append(contentsOf: value) }
    }

    private mutating func appendMarker() {
        let start = text.endIndex
        text += "$\(markers.count + 1)"
        markers.append(start..<text.endIndex)
        if markers.count > Self.maxParameters {
            problem =
                problem
                ?? UnfitValue(
                    reason: "more than \(Self.maxParameters) parameters in one statement",
                    sqlState: "54023")
        }
    }

    private mutating func append(_ other: SQL) {
        precondition(
            other.markers.count == other.types.count, "a statement of rows is not spliced")
        var rest = other.text.startIndex
        for marker in other.markers {
            text += other.text[rest..<marker.lowerBound]
            appendMarker()
            rest = marker.upperBound
        }
        text += other.text[rest...]
        types += other.types
        lengths += other.lengths
        bytes += other.bytes
        problem = problem ?? other.problem
    }
}

extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) {
        text = value.description
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(stringLiteral: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount * 4)
            sql.types.reserveCapacity(interpolationCount)
            sql.lengths.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { sql.text += String(decoding: $0, as: UTF8.self) }
        }

        package mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.append(parameter: value)
        }

        package mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        package mutating func appendInterpolation(raw text: StaticString) {
            appendLiteral(text)
        }

        package mutating func appendInterpolation(identifier name: String) {
            if name.utf8.contains(0) {
                sql.problem =
                    sql.problem ?? UnfitValue(reason: "a name with a NUL byte", sqlState: "42602")
            }
            sql.text += quoted(identifier: name)
        }

        package mutating func appendInterpolation(rows: [[any PostgresEncodable]]) {
            precondition(!rows.isEmpty, "VALUES needs at least one row")
            for (index, row) in rows.enumerated() {
                precondition(
                    row.count == rows[0].count && !row.isEmpty,
                    "each row of VALUES has as many values as the first")
                sql.text += index == 0 ? "(" : ",("
                for (column, value) in row.enumerated() {
                    if column > 0 { sql.text += "," }
                    sql.append(parameter: value)
                }
                sql.text += ")"
            }
        }
    }
}

/// A name in double quotes, those inside it doubled.
func quoted(identifier name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
}
