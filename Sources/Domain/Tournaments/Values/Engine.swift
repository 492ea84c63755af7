import EventSourcing
import Pairing

extension Tournament {
    /// What pairs the rounds: enough to know, years later, what to run again.
    package struct Engine: Codable, Equatable, Sendable {
        package var name: String
        package var version: String
        package var rules: String

        package init(name: String = Self.ours, version: String = "1", rules: String = Self.dutch) {
            self.name = name
            self.version = version
            self.rules = rules
        }

        package static let ours = "clubs"
        /// The arbiter's own boards.
        package static let manual = Engine(name: "manual", version: "1", rules: "arbiter")
        /// Rounds that were paired elsewhere.
        package static let imported = Engine(name: "import", version: "1", rules: "unknown")

        package static let dutch = "FIDE C.04.3 (Dutch), 2026-02-01"
        package static let berger = "FIDE C.05 Annex 1 (Berger)"
        package static let knockout = "elimination by seeds"

        /// Whether this program paired, and can pair again.
        package var isOurs: Bool { name == Self.ours }

        static func rules(of format: Format) -> String {
            switch format {
            case .swiss: dutch
            case .roundRobin, .doubleRoundRobin: berger
            case .singleElimination, .doubleElimination: knockout
            }
        }
    }
}
