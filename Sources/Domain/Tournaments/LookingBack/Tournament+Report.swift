import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// The tournament as a report file (TRF26); `converted(to: .trf16)` makes the older dialect.
    ///
    /// - Parameter name: What stands for each player; names live in the vault, so whoever may open
    ///   them brings them.
    package func report(name: (PersonID) -> String) -> ReportFile {
        let history = history()
        var report = ReportFile(name: settings?.name ?? "", history: history)
        let ranks = standings().reduce(into: [Int: Int]()) { $0[$1.number] = $1.rank }
        for (index, record) in report.records.enumerated() {
            switch record {
            case .player(var player):
                if let person = self.player(numbered: player.number) { player.name = name(person) }
                player.rank = ranks[player.number]
                report.records[index] = .player(player)
            case .kind: report.records[index] = .kind(settings?.reportedKind ?? "")
            case .text(code: "092", _):
                report.records[index] = .text(
                    code: "092", content: " " + (settings?.reportedSystem ?? ""))
            default: continue
            }
        }
        return report
    }
}

extension Tournament.Settings {
    fileprivate var reportedKind: String {
        switch format {
        case .swiss: "FIDE_DUTCH_2026"
        case .roundRobin: "BERGER_ROUNDROBIN"
        case .doubleRoundRobin: "FIDE_DOUBLEROUNDROBIN"
        case .singleElimination, .doubleElimination: "OTHER_KNOCKOUT"
        }
    }

    fileprivate var reportedSystem: String {
        switch format {
        case .swiss: "Individual: Swiss-System (FIDE Dutch)"
        case .roundRobin: "Individual: Round-Robin"
        case .doubleRoundRobin: "Individual: Double Round-Robin"
        case .singleElimination: "Individual: Knockout"
        case .doubleElimination: "Individual: Double Knockout"
        }
    }
}
