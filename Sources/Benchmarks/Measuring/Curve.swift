/// A quantity that depends on a size, measured a few times at each.
struct Curve: Codable, Sendable {
    /// Of its file: lower case with hyphens.
    let name: String
    let title: String
    let x: String
    let y: String
    private(set) var samples: [Double: [Double]] = [:]

    init(name: String, title: String, x: String, y: String) {
        self.name = name
        self.title = title
        self.x = x
        self.y = y
    }

    mutating func add(_ x: Double, _ y: Double) {
        samples[x, default: []].append(y)
    }

    /// The sizes in rising order, with the spread of what was measured there.
    var points: [(x: Double, y: Spread)] {
        samples.sorted { $0.key < $1.key }.compactMap { x, values in
            Spread(values).map { (x, $0) }
        }
    }

    var report: SuiteReport {
        SuiteReport(
            title: "\(title), by \(x)", measurements: [],
            findings: samples.sorted { $0.key < $1.key }.map { size, values in
                Finding(name: "\(Int(size)) \(x)", values: values, unit: y, aim: nil)
            })
    }
}
