/// A tie-break as report files write it: `BH/C1`, `KS/L+1`, `TPN/R`, of teams `SB:GP` or `EMGSB`.
///
/// - Source: FIDE Handbook C.07, in force from 1 March 2026; sections 3 to 7 of the digest.
package struct TieBreak: Hashable, Sendable {
    package enum Name: String, Hashable, CaseIterable, Sendable {
        case points = "PTS"
        case directEncounter = "DE"
        case wins = "WIN"
        case gamesWon = "WON"
        case blackGames = "BPG"
        case blackWins = "BWG"
        case progressiveScore = "PS"
        case roundsElected = "REP"
        case standardPoints = "STD"
        case pairingNumber = "TPN"
        case rating = "RTNG"
        case buchholz = "BH"
        case foreBuchholz = "FB"
        case averageBuchholz = "AOB"
        case sonnebornBerger = "SB"
        case koya = "KS"
        case averageRating = "ARO"
        case tournamentPerformance = "TPR"
        case perfectPerformance = "PTP"
        case averagePerformance = "APRO"
        case averagePerfectPerformance = "APPO"
        case otherScore = "MPVGP"
        case matchMatchSonnebornBerger = "EMMSB"
        case matchGameSonnebornBerger = "EMGSB"
        case gameMatchSonnebornBerger = "EGMSB"
        case gameGameSonnebornBerger = "EGGSB"
        case extendedDirectEncounter = "EDE"
        case extendedDirectEncounterCountTop = "EDEBT"
        case extendedDirectEncounterCountBottom = "EDEBB"
        case extendedDirectEncounterTop = "EDET"
        case extendedDirectEncounterBottom = "EDEB"
        case boardCount = "BC"
        case topBoardResults = "TBR"
        case bottomBoardElimination = "BBE"
        case scoreStrengthCombination = "SSSC"

        /// Only teams have boards and two scores.
        package var isOfTeams: Bool {
            switch self {
            case .otherScore, .matchMatchSonnebornBerger, .matchGameSonnebornBerger,
                .gameMatchSonnebornBerger, .gameGameSonnebornBerger, .extendedDirectEncounter,
                .extendedDirectEncounterCountTop, .extendedDirectEncounterCountBottom,
                .extendedDirectEncounterTop, .extendedDirectEncounterBottom, .boardCount,
                .topBoardResults, .bottomBoardElimination, .scoreStrengthCombination:
                true
            default: false
            }
        }

        /// Only single players have ratings.
        package var isOfRatings: Bool {
            switch self {
            case .rating, .averageRating, .tournamentPerformance, .perfectPerformance,
                .averagePerformance, .averagePerfectPerformance:
                true
            default: false
            }
        }

        /// Whether it ranks each tied group as a whole; the value is then the place inside it.
        var ranksGroups: Bool {
            switch self {
            case .directEncounter, .extendedDirectEncounter, .extendedDirectEncounterCountTop,
                .extendedDirectEncounterCountBottom, .extendedDirectEncounterTop,
                .extendedDirectEncounterBottom, .topBoardResults, .bottomBoardElimination:
                true
            default: false
            }
        }
    }

    package enum Modifier: Hashable, Sendable {
        case none
        /// Leaves out the least significant contributions.
        case cut(Int)
        /// Leaves out as many of the least as of the most significant ones.
        case median(Int)
        case reversed
        /// Moves Koya's limit by half points.
        case limit(halfPoints: Int)
    }

    package var name: Name
    /// Of teams: the score it is taken on; the primary one if not given.
    package var score: TeamScore?
    package var modifier: Modifier

    package init(_ name: Name, _ modifier: Modifier = .none, on score: TeamScore? = nil) {
        self.name = name
        self.score = score
        self.modifier = modifier
    }

    /// Reads `NAME[:MP|:GP][/modifier]`; small letters are as good.
    ///
    /// - Returns: nil for a code that is not in the digest, or a modifier its tie-break has not.
    package init?(code: String) {
        let parts = code.uppercased().split(separator: "/", omittingEmptySubsequences: false)
        let names = (parts.first ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, names.count <= 2, let first = names.first,
            let name = Name(rawValue: String(first))
        else { return nil }
        var score: TeamScore?
        if names.count == 2 {
            guard let given = TeamScore(rawValue: String(names[1])), name.hasScore else {
                return nil
            }
            score = given
        }
        guard parts.count == 2 else {
            self.init(name, on: score)
            return
        }
        guard let modifier = Modifier(String(parts[1]), of: name) else { return nil }
        self.init(name, modifier, on: score)
    }

    /// Whether the smaller value is the better one.
    var prefersSmaller: Bool {
        switch name {
        case .pairingNumber: modifier != .reversed
        case .rating: modifier == .reversed
        case .boardCount: true
        default: name.ranksGroups
        }
    }

    /// A value as it is published: an average of Buchholz to two decimals, all others exactly.
    ///
    /// The average is rounded half up to the thousandth and from there to the hundredth: FIDE's own
    /// server rounds twice, and published standings show 59.4545… as 59.46.
    package func text(of value: TieBreakValue) -> String {
        guard name == .averageBuchholz else { return value.description }
        let thousandths = (value.tenThousandths + 5) / 10
        return TieBreakValue(tenThousandths: (thousandths + 5) / 10 * 100).description
    }
}

extension TieBreak.Name {
    /// Whether a code may say on which score of a team it is taken.
    fileprivate var hasScore: Bool {
        switch self {
        case .pairingNumber: false
        case .scoreStrengthCombination: true
        default: !isOfTeams && !isOfRatings
        }
    }
}

extension TieBreak.Modifier {
    /// - Returns: nil for a modifier the tie-break has not.
    fileprivate init?(_ code: String, of name: TieBreak.Name) {
        switch (name, code) {
        case (.progressiveScore, "C1"), (.averageRating, "C1"): self = .cut(1)
        case (.buchholz, _), (.foreBuchholz, _), (.sonnebornBerger, _),
            (.matchMatchSonnebornBerger, _), (.matchGameSonnebornBerger, _),
            (.gameMatchSonnebornBerger, _), (.gameGameSonnebornBerger, _):
            switch code {
            case "C1": self = .cut(1)
            case "C2": self = .cut(2)
            case "M1": self = .median(1)
            case "M2": self = .median(2)
            default: return nil
            }
        case (.pairingNumber, "R"), (.rating, "R"): self = .reversed
        case (.koya, "L+1"): self = .limit(halfPoints: 1)
        case (.koya, "L-1"): self = .limit(halfPoints: -1)
        default: return nil
        }
    }
}
