extension ReportFile {
    /// Records that may stand once, or again with the same content: nobody could say which counts.
    func checkUniqueRecords() throws(ReportError) {
        var rounds: Int?
        var colour: Colour?
        var firstKind: String?
        for (index, record) in records.enumerated() {
            switch record {
            case .plannedRounds(let value, _):
                try check(value, as: &rounds, line: index + 1, "number of rounds")
            case .initialColour(let value, _):
                try check(value, as: &colour, line: index + 1, "initial colour")
            case .kind(let value):
                try check(value, as: &firstKind, line: index + 1, "kind of tournament")
            default: continue
            }
        }
    }

    private func check<Value: Equatable>(
        _ value: Value, as known: inout Value?, line: Int, _ what: String
    ) throws(ReportError) {
        guard known.map({ $0 == value }) ?? true else {
            throw ReportError(
                line: line, column: 1, expected: "one \(what) in the file", found: "another one")
        }
        known = value
    }

    /// Whoever a record names must be in the file.
    func checkNumbers(against known: Set<Int>, of whom: String) throws(ReportError) {
        for (index, record) in records.enumerated() {
            let named: [Int]
            switch record {
            case .requestedByes(_, _, let numbers), .absentNextRound(let numbers): named = numbers
            case .separation(let separation, _): named = separation.numbers
            case .virtualPointsByRound(let number, _): named = [number]
            default: continue
            }
            guard let stranger = named.first(where: { !known.contains($0) }) else { continue }
            throw ReportError(
                line: index + 1, column: 0, expected: "the number of \(whom) in the file",
                found: "\(stranger)")
        }
    }
}
