import Foundation

/// The tables that a person reads.
extension SuiteReport {
    /// Columns of a measurement behind its name, each this wide.
    private static let column = 11

    var text: String {
        [[title], measurementLines, findingLines].filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var width: Int {
        (measurements.map { $0.name.count + $0.unit.count + 3 } + findings.map(\.name.count)).max()
            ?? 0
    }

    private var measurementLines: [String] {
        guard !measurements.isEmpty else { return [] }
        let heads = ["per second", "lowest", "highest", "p50 ms", "p99 ms", "max ms"]
        return [line("", heads)]
            + measurements.map { measurement in
                line(
                    "\(measurement.name) (\(measurement.unit))",
                    [
                        Self.rate(measurement.perSecond?.median),
                        Self.rate(measurement.perSecond?.lowest),
                        Self.rate(measurement.perSecond?.highest),
                        Self.fixed(measurement.milliseconds(50), 2),
                        Self.fixed(measurement.milliseconds(99), 2),
                        Self.fixed(measurement.milliseconds(100), 1),
                    ])
            }
    }

    private var findingLines: [String] {
        guard !findings.isEmpty else { return [] }
        return [line("", ["median", "lowest", "highest", "aim", ""])]
            + findings.map { finding in
                let verdict = finding.isMet.map { $0 ? "met" : "missed" } ?? ""
                return line(
                    finding.name,
                    [
                        Self.figure(finding.spread?.median), Self.figure(finding.spread?.lowest),
                        Self.figure(finding.spread?.highest),
                        finding.aim?.description ?? (finding.unit ?? ""), verdict,
                    ])
            }
    }

    private func line(_ name: String, _ cells: [String]) -> String {
        let padded = name + String(repeating: " ", count: max(0, width - name.count))
        let row =
            padded
            + cells.map { cell in
                String(repeating: " ", count: max(1, Self.column - cell.count)) + cell
            }.joined()
        return String(row.reversed().drop { $0 == " " }.reversed())
    }

    private static func rate(_ value: Double?) -> String { fixed(value, 0) }

    /// Three significant digits or so.
    private static func figure(_ value: Double?) -> String {
        fixed(value, value.map { abs($0) < 10 ? 2 : abs($0) < 100 ? 1 : 0 } ?? 0)
    }

    private static func fixed(_ value: Double?, _ decimals: Int) -> String {
        value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
    }
}

extension Aim: CustomStringConvertible {
    var description: String {
        switch self {
        case .atLeast(let bound): "≥ \(Self.short(bound))"
        case .atMost(let bound): "≤ \(Self.short(bound))"
        }
    }

    private static func short(_ bound: Double) -> String {
        bound == bound.rounded() ? String(Int(bound)) : String(bound)
    }
}
