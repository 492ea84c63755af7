/// The two ways of looking back at a tournament.
package enum LookBack: String, CaseIterable, Codable, Sendable {
    /// What was known at the moment.
    case recorded
    /// What was true at the moment, with results as they have been corrected up to now.
    case effective
}
