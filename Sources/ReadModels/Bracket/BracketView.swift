import EventSourcing
import Tournaments
import Vocabulary

/// A tournament at a moment, with all that pages, tables, files and answers are made from.
///
/// The facts are the moment's; the names, and everything else about people and schools, are
/// today's.
package struct BracketView: Sendable {
    package let id: TournamentID
    /// The facts at the moment, by `mode`.
    package let view: TournamentView
    package let mode: LookBack
    /// What the players are called; `Former member` for those who are forgotten.
    package internal(set) var names: NameBook
    /// How old the players are, as roughly as it is known.
    package let ageBands: [PersonID: AgeBand]
    /// Where the players live, for local times.
    package let timeZones: [PersonID: TimeZoneID]
    /// What the players' schools are called.
    package let schools: [SchoolID: String]
    /// Of the tournament's stream at the moment, for `ETag`.
    package let version: Int
    /// The whole history up to now, oldest first: what lies behind `version` came later.
    package let moments: [TournamentMoment]

    /// How much of the players is shown.
    package internal(set) var sight = BracketSight.everything

    /// The history up to the moment.
    package var momentsUntilThen: ArraySlice<TournamentMoment> { moments.prefix(version) }

    /// The event of a version, such as a correction's.
    package func moment(ofVersion version: Int) -> TournamentMoment? {
        moments.indices.contains(version - 1) ? moments[version - 1] : nil
    }
}
