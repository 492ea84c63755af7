/// Who may see something, from the fewest to the most.
package enum Visibility: String, Codable, CaseIterable, Sendable {
    /// Those who share a club.
    case members
    case school
    /// Every school of the tenant.
    case network
    case `public`
}
