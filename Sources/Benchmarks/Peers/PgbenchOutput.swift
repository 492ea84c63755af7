/// What pgbench prints at its end.
struct PgbenchOutput: Sendable {
    /// 0 where none was completed: then there is no rate.
    let transactions: Int
    let failed: Int
    let perSecond: Double

    struct Unreadable: Error, CustomStringConvertible {
        let output: String
        var description: String { "pgbench's output is not understood: \(output)" }
    }

    /// - Throws: `Unreadable` where a figure is missing, or a transaction has failed: a peer that
    ///   fails is not slow, it is not measured.
    init(_ output: String) throws {
        func figure(after label: String) -> Substring? {
            output.split(separator: "\n").first { $0.hasPrefix(label) }?
                .dropFirst(label.count).prefix { $0.isNumber || $0 == "." }
        }
        guard
            let transactions = figure(after: "number of transactions actually processed: ")
                .flatMap({ Int($0) }),
            let perSecond = transactions == 0
                ? 0 : figure(after: "tps = ").flatMap({ Double($0) })
        else { throw Unreadable(output: output) }
        self.transactions = transactions
        self.perSecond = perSecond
        failed = figure(after: "number of failed transactions: ").flatMap { Int($0) } ?? 0
        guard failed == 0, perSecond > 0 || transactions == 0 else {
            throw Unreadable(output: output)
        }
    }

    var sample: Sample {
        Sample(
            operations: transactions,
            seconds: transactions > 0 ? Double(transactions) / perSecond : 0)
    }
}
