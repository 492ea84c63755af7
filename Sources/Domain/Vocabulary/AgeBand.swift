/// How old a person is, as roughly as the rules need it; the log knows no birthday.
package enum AgeBand: String, Codable, CaseIterable, Sendable {
    case under10 = "under-10"
    case from10 = "10-12"
    case from13 = "13-15"
    case from16 = "16-17"
    case adult

    /// The age of the youngest in the band.
    package var youngest: Int {
        switch self {
        case .under10: 0
        case .from10: 10
        case .from13: 13
        case .from16: 16
        case .adult: 18
        }
    }
}

extension AgeBand: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.youngest < right.youngest }
}

/// Whether a person learns at a school or looks after those who do.
///
/// The kind and not the age decides who may lead: an eighteen-year-old who is still a pupil is a
/// student among students.
package enum PersonKind: String, Codable, CaseIterable, Sendable {
    case student, adult
}
