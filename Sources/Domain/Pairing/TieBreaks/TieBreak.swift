/// A tie-break with its modifier, as report files write it: `BH/C1`, `KS/L+1`, `TPN/R`.
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
    package var modifier: Modifier

    package init(_ name: Name, _ modifier: Modifier = .none) {
        self.name = name
        self.modifier = modifier
    }

    /// - Returns: nil for a code that is not in the digest, or a modifier its tie-break has not.
    package init?(code: String) {
        let parts = code.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.first.flatMap({ Name(rawValue: String($0)) }), parts.count <= 2
        else { return nil }
        guard parts.count == 2 else {
            self.init(name)
            return
        }
        switch (name, parts[1]) {
        case (.progressiveScore, "C1"), (.averageRating, "C1"): self.init(name, .cut(1))
        case (.buchholz, "C1"), (.sonnebornBerger, "C1"), (.foreBuchholz, "C1"):
            self.init(name, .cut(1))
        case (.buchholz, "C2"), (.sonnebornBerger, "C2"), (.foreBuchholz, "C2"):
            self.init(name, .cut(2))
        case (.buchholz, "M1"), (.sonnebornBerger, "M1"), (.foreBuchholz, "M1"):
            self.init(name, .median(1))
        case (.buchholz, "M2"), (.sonnebornBerger, "M2"), (.foreBuchholz, "M2"):
            self.init(name, .median(2))
        case (.pairingNumber, "R"), (.rating, "R"): self.init(name, .reversed)
        case (.koya, "L+1"): self.init(name, .limit(halfPoints: 1))
        case (.koya, "L-1"): self.init(name, .limit(halfPoints: -1))
        default: return nil
        }
    }

    /// Whether the smaller value is the better one.
    var prefersSmaller: Bool {
        switch name {
        case .pairingNumber: modifier != .reversed
        case .rating: modifier == .reversed
        case .directEncounter: true
        default: false
        }
    }
}

/// What a tie-break gives one participant, exact to a ten-thousandth: the product of two scores.
package struct TieBreakValue: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var tenThousandths: Int

    init(tenThousandths: Int) {
        self.tenThousandths = tenThousandths
    }

    init(_ points: Points) {
        tenThousandths = 100 * points.hundredths
    }

    init(_ count: Int) {
        tenThousandths = 10_000 * count
    }

    package static func < (left: TieBreakValue, right: TieBreakValue) -> Bool {
        left.tenThousandths < right.tenThousandths
    }

    /// Decimal, without zeros at the end: `7`, `7.5`, `12.25`.
    package var description: String {
        var digits = abs(tenThousandths) % 10_000
        let whole = (tenThousandths < 0 ? "-" : "") + "\(abs(tenThousandths) / 10_000)"
        guard digits != 0 else { return whole }
        var places = 4
        while digits.isMultiple(of: 10) {
            digits /= 10
            places -= 1
        }
        let text = "\(digits)"
        return whole + "." + String(repeating: "0", count: places - text.count) + text
    }
}
