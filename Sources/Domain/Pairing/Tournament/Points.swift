/// An amount of points, exact to the hundredth.
///
/// Report files carry one or two decimals (`0.5`, `0.25`); floating point would make equal scores
/// unequal, so the unit inside is the hundredth of a point.
package struct Points: Hashable, Comparable, AdditiveArithmetic, Sendable {
    package var hundredths: Int

    package init(hundredths: Int) {
        self.hundredths = hundredths
    }

    package static let zero = Points(hundredths: 0)
    package static let half = Points(hundredths: 50)
    package static let one = Points(hundredths: 100)

    package static func + (left: Points, right: Points) -> Points {
        Points(hundredths: left.hundredths + right.hundredths)
    }

    package static func - (left: Points, right: Points) -> Points {
        Points(hundredths: left.hundredths - right.hundredths)
    }

    package static func * (count: Int, points: Points) -> Points {
        Points(hundredths: count * points.hundredths)
    }

    package static func < (left: Points, right: Points) -> Bool {
        left.hundredths < right.hundredths
    }
}

extension Points: CustomStringConvertible {
    /// At least one decimal, two only when the second is needed: `3.0`, `0.25`.
    package var description: String {
        let magnitude = abs(hundredths)
        let tenths = magnitude / 10 % 10
        let rest = magnitude % 10
        return (hundredths < 0 ? "-" : "") + "\(magnitude / 100).\(tenths)"
            + (rest == 0 ? "" : "\(rest)")
    }
}

extension Points: LosslessStringConvertible {
    /// Reads `3`, `3.5`, `.5` or `0.25`, with a sign if need be; nil for anything else.
    package init?(_ text: String) {
        self.init(bytes: text.utf8)
    }

    package init?(bytes: some Sequence<UInt8>) {
        var whole = 0
        var digits = 0
        var decimals: Int?
        var isNegative = false
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where place == 0:
                isNegative = true
            case UInt8(ascii: ".") where decimals == nil:
                decimals = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                guard digits <= 9, (decimals ?? 0) < 2 else { return nil }
                whole = whole * 10 + Int(byte - UInt8(ascii: "0"))
                decimals = decimals.map { $0 + 1 }
            default:
                return nil
            }
        }
        guard digits > 0 else { return nil }
        let scale = [100, 10, 1][decimals ?? 0]
        self.init(hundredths: (isNegative ? -whole : whole) * scale)
    }
}
