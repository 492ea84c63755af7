import Foundation

/// A curve as a picture: sizes on a logarithmic axis, the quantity from zero up.
extension Curve {
    private static let width = 640.0
    private static let height = 320.0
    private static let left = 80.0
    private static let right = 24.0
    private static let top = 44.0
    private static let bottom = 56.0
    private static let steps = 4

    var svg: String {
        let points = points
        guard let first = points.first, let last = points.last else { return empty }
        let scale = Scale(
            from: log10(max(first.x, 1)), to: log10(max(last.x, 1)),
            top: Self.rounded(points.map(\.y.highest).max() ?? 1))
        let line = points.map { "\(scale.x($0.x)),\(scale.y($0.y.median))" }
        let marks = points.map { point in
            """
            <line x1="\(scale.x(point.x))" y1="\(scale.y(point.y.lowest))" x2="\(scale.x(point.x))" \
            y2="\(scale.y(point.y.highest))" class="curve"/>
            <circle cx="\(scale.x(point.x))" cy="\(scale.y(point.y.median))" r="4" class="point"/>
            <text x="\(scale.x(point.x))" y="\(Self.height - Self.bottom + 18)" \
            text-anchor="middle">\(Self.grouped(point.x))</text>
            """
        }
        let rules = (0...Self.steps).map { step in
            let value = scale.top * Double(step) / Double(Self.steps)
            return """
                <line x1="\(Self.left)" y1="\(scale.y(value))" x2="\(Self.width - Self.right)" \
                y2="\(scale.y(value))" class="rule"/>
                <text x="\(Self.left - 8)" y="\(scale.y(value) + 4)" \
                text-anchor="end">\(Self.grouped(value))</text>
                """
        }
        return picture(
            rules + [
                """
                <polyline points="\(line.joined(separator: " "))" class="curve"/>
                """
            ] + marks)
    }

    private var empty: String {
        picture(["<text x=\"\(Self.left)\" y=\"\(Self.height / 2)\">nothing measured</text>"])
    }

    private func picture(_ parts: [String]) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
        font-family="sans-serif" font-size="12" role="img" aria-label="\(title)">
        <style>
        rect { fill: #ffffff } text { fill: #22303a } .rule { stroke: #d8dee3 }
        .curve { stroke: #1f6f8b; stroke-width: 2; fill: none } .point { fill: #1f6f8b }
        @media (prefers-color-scheme: dark) {
        rect { fill: #0d1117 } text { fill: #d5dde5 } .rule { stroke: #30363d }
        .curve { stroke: #6cc3e0 } .point { fill: #6cc3e0 }
        }
        </style>
        <rect width="100%" height="100%"/>
        <text x="\(Self.left)" y="24" font-size="15">\(title)</text>
        \(parts.joined(separator: "\n"))
        <text x="\(Self.width / 2)" y="\(Self.height - 14)" text-anchor="middle">\(x)</text>
        <text x="16" y="\(Self.height / 2)" text-anchor="middle" \
        transform="rotate(-90 16 \(Self.height / 2))">\(y)</text>
        </svg>

        """
    }

    /// From sizes and quantities to places in the picture.
    private struct Scale {
        let from: Double
        let to: Double
        let top: Double

        func x(_ size: Double) -> Double {
            let span = to - from
            let part = span > 0 ? (log10(max(size, 1)) - from) / span : 0.5
            let inner = Curve.width - Curve.left - Curve.right - 40
            return ((Curve.left + 20 + part * inner) * 10).rounded() / 10
        }

        func y(_ value: Double) -> Double {
            let inner = Curve.height - Curve.top - Curve.bottom
            return ((Curve.top + (1 - value / top) * inner) * 10).rounded() / 10
        }
    }

    /// The next of 1, 2, 4, 5, 8 or 10 times a power of ten.
    private static func rounded(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        let power = pow(10, floor(log10(value)))
        return [1.0, 2, 4, 5, 8, 10].map { $0 * power }.first { $0 >= value } ?? value
    }

    /// `10 000 000`, `2.5`.
    private static func grouped(_ value: Double) -> String {
        guard value >= 100 || value == value.rounded() else { return String(format: "%.3g", value) }
        let digits = String(Int(value.rounded()))
        return String(
            digits.reversed().enumerated().flatMap { index, digit in
                index > 0 && index.isMultiple(of: 3) ? [" ", digit] : [digit]
            }.reversed())
    }
}
