import Glibc

/// FIDE's tie-break server, an independent program that pairs and checks tournaments.
///
/// It is written in Python and comes from PyPI; `.ci/install tests` puts it into `.build-python`. It
/// does not know the records `XXA` and `XXP`, so reports for it hold `250` and `260`.
package struct Gacrux: Sendable {
    /// The Python interpreter that has it.
    package let python: String

    package struct Missing: Error, CustomStringConvertible {
        package var description: String {
            "gacrux, the reference for pairings, is not installed: run .ci/install, or name a Python "
                + "interpreter that has it in GACRUX_PYTHON"
        }
    }

    /// Finds it: by `GACRUX_PYTHON`, where `.ci/install` puts it, or in the system's own Python.
    package init() throws(Missing) {
        let named = getenv("GACRUX_PYTHON").map { [String(cString: $0)] }
        for python in named ?? [".build-python/bin/python", "python3"] {
            let found = try? ChildProcess([python, "-c", "import gacrux.pairingchecker"])
            if found?.status == 0 {
                self.python = python
                return
            }
        }
        throw Missing()
    }

    /// Pairs every round of a report again.
    ///
    /// - Returns: nil if all rounds agree, else what it printed: each round with both pairings.
    package func disagreement(onReportAt path: String) throws(ChildProcess.Failure) -> String? {
        let check = try ChildProcess(arguments("-c", onReportAt: path))
        return check.output.contains("Check: True") ? nil : check.output
    }

    /// The command that pairs the next round of a report.
    package func pairingCommand(forReportAt path: String) -> [String] {
        arguments("-p", onReportAt: path)
    }

    /// Everybody's values, by pairing number, in the order of the codes; nil for one that is not a
    /// number.
    ///
    /// - Parameter codes: Tie-breaks as C.07 writes them.
    package func tieBreaks(_ codes: [String], onReportAt path: String) throws(ChildProcess.Failure)
        -> [Int: [Double?]]
    {
        let answer = try ChildProcess(
            [python, "-m", "gacrux.tiebreakchecker", "-i", path, "-o", "-", "-dB", "-t"] + codes)
        var values: [Int: [Double?]] = [:]
        for line in answer.output.split(separator: "\n").dropFirst() {
            // The number, the rank, then the values.
            let words = line.split(separator: " ")
            guard words.count == codes.count + 2, let number = Int(words[0]) else { continue }
            values[number] = words.dropFirst(2).map { Double($0) }
        }
        return values
    }

    private func arguments(_ mode: String, onReportAt path: String) -> [String] {
        [python, "-m", "gacrux.pairingchecker", "-i", path, "-o", "-", mode, "-dT"]
    }
}
