/// What a field of one size costs; times in seconds, a round.
struct PairingMeasurement {
    let players: Int
    let inProcess: Double?
    let ours: Double?
    /// Bytes.
    let memory: Int?
    let reference: Double?

    private var ratio: Double? {
        guard let ours, let reference, reference > 0 else { return nil }
        return ours / reference
    }

    static let header = """
        players   in process ms     clubs ms    gacrux ms     ratio   memory MB

        """

    var row: String {
        right("\(players)", 7) + right(inProcess.map { fixed($0 * 1000, 3) }, 16)
            + right(ours.map { fixed($0 * 1000, 1) }, 13)
            + right(reference.map { fixed($0 * 1000, 1) }, 13)
            + right(ratio.map { fixed($0, 4) }, 10)
            + right(memory.map { "\($0 >> 20)" }, 12)
    }

    var json: String {
        let values: [(String, String?)] = [
            ("players", "\(players)"), ("inProcessSeconds", inProcess.map { fixed($0, 6) }),
            ("clubsSeconds", ours.map { fixed($0, 4) }),
            ("gacruxSeconds", reference.map { fixed($0, 4) }),
            ("ratio", ratio.map { fixed($0, 4) }), ("memoryBytes", memory.map { "\($0)" }),
        ]
        return "{" + values.map { "\"\($0)\":\($1 ?? "null")" }.joined(separator: ",") + "}"
    }

    private func right(_ text: String?, _ width: Int) -> String {
        let text = text ?? "-"
        return String(repeating: " ", count: max(width - text.count, 1)) + text
    }

    private func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int((value * scale).rounded())
        let (units, rest) = whole.quotientAndRemainder(dividingBy: Int(scale))
        let digits = "\(rest)"
        return "\(units)." + String(repeating: "0", count: decimals - digits.count) + digits
    }
}
