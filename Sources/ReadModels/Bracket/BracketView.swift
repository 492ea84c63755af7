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
    package internal(set) var view: TournamentView
    /// The same as everybody may see them: without drafts of rounds.
    let published: TournamentView
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
    /// The whole history up to now, oldest first: what lies behind `version` came later. What
    /// happened to drafts is missing for those who did not see it.
    package internal(set) var moments: [TournamentMoment]
    let explanations: ExplainedRounds

    /// How much of the players is shown.
    package internal(set) var sight = BracketSight.arbiters

    /// The history up to the moment.
    package var momentsUntilThen: ArraySlice<TournamentMoment> {
        moments[..<(lastIndex(atOrBefore: version).map { $0 + 1 } ?? 0)]
    }

    /// The event of a version, such as a correction's; nothing where it was about a draft.
    package func moment(ofVersion version: Int) -> TournamentMoment? {
        let last = moment(atOrBefore: version)
        return last?.version == version ? last : nil
    }

    /// The last event up to a version.
    package func moment(atOrBefore version: Int) -> TournamentMoment? {
        lastIndex(atOrBefore: version).map { moments[$0] }
    }

    /// Versions grow along the list, and those of drafts may be missing.
    private func lastIndex(atOrBefore version: Int) -> Int? {
        moments.prefix(max(0, version)).lastIndex { $0.version <= version }
    }
}
