import Pairing
import Tournaments

extension BracketView {
    /// The tournament as a report file (TRF26, or the older dialect), with names as they are shown.
    ///
    /// - Throws: `ReportError` where the older dialect cannot say what there is to say.
    package func report(_ dialect: ReportFile.Dialect) throws(ReportError) -> String {
        var report = view.tournament.report { names[$0] }
        for (index, record) in report.records.enumerated() {
            guard case .player(var player) = record,
                let person = view.tournament.player(numbered: player.number)
            else { continue }
            player.rating = rating(of: person)
            report.records[index] = .player(player)
        }
        return try report.converted(to: dialect).text
    }
}
