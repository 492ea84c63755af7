/// A part of a page that is written here and not in a template: the rows of a long table, which a
/// template takes fifty times as long for. In a template it stands as `{{{rows}}}`.
///
/// The text between is markup as it stands; every value in it is escaped, as templates do.
struct Markup: ExpressibleByStringInterpolation, CustomStringConvertible, Sendable {
    let text: String

    var description: String { text }

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    init(_ parts: [Markup]) { self = "\(parts)" }

    struct StringInterpolation: StringInterpolationProtocol {
        /// In bytes, what most values are shorter than.
        private static let valueSize = 24
        fileprivate private(set) var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * Self.valueSize)
        }

        mutating func appendLiteral(_ markup: String) { text += markup }

        /// Nothing where there is no value, here and below.
        mutating func appendInterpolation(_ value: String?) {
            if let value { text += PageText.escape(value) }
        }

        mutating func appendInterpolation(_ number: Int?) {
            if let number { text += number.description }
        }

        mutating func appendInterpolation(_ part: Markup?) {
            if let part { text += part.text }
        }

        /// Only where the condition is met.
        mutating func appendInterpolation(_ part: Markup, if isMet: Bool) {
            if isMet { text += part.text }
        }

        mutating func appendInterpolation(_ parts: [Markup]) {
            for part in parts { text += part.text }
        }
    }
}
