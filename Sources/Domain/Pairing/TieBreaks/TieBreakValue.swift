/// What a tie-break gives one participant, exact to a ten-thousandth: the product of two scores.
package struct TieBreakValue: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var tenThousandths: Int

    init(tenThousandths: Int) {
        self.tenThousandths = tenThousandths
    }

    init(_ points: Points) {
        tenThousandths = 100 * points.hundredths
    }

    init(_ count: Int) {
        tenThousandths = 10_000 * count
    }

    package static func < (left: TieBreakValue, right: TieBreakValue) -> Bool {
        left.tenThousandths < right.tenThousandths
    }

    /// Decimal, without zeros at the end: `7`, `7.5`, `12.25`.
    package var description: String {
        var digits = abs(tenThousandths) % 10_000
        let whole = (tenThousandths < 0 ? "-" : "") + "\(abs(tenThousandths) / 10_000)"
        guard digits != 0 else { return whole }
        var places = 4
        while digits.isMultiple(of: 10) {
            digits /= 10
            places -= 1
        }
        let text = "\(digits)"
        return whole + "." + String(repeating: "0", count: places - text.count) + text
    }
}
