import EventSourcing
import Tournaments
import Vocabulary

/// How much of a tournament somebody is shown.
package enum BracketSight: Sendable {
    /// All there is, drafts of rounds too: for those who may pair.
    case arbiters
    /// What is published, with names and ratings: for those who share the club, and those who look
    /// after its people.
    case members
    /// What is published, and of minors no whole name and no rating: for everybody else who may
    /// see the club.
    case outside
}

extension BracketView {
    /// The same tournament, as it may be shown: to all but arbiters as if drafts were not paired.
    ///
    /// An adult keeps the whole name; of 13 to 17 years the first name and the last one's initial
    /// stay, of younger ones the initials. Whose age is not known counts as the youngest.
    package func shown(to sight: BracketSight) -> BracketView {
        guard sight != .arbiters, self.sight == .arbiters else { return self }
        var shown = self
        shown.sight = sight
        shown.view = published
        shown.moments.removeAll(where: \.isOfDraft)
        guard sight == .outside else { return shown }
        shown.names = NameBook(
            names: names.names.reduce(into: [:]) { shown, named in
                shown[named.key] = (ageBands[named.key] ?? .under10).publicName(of: named.value)
            })
        return shown
    }

    /// Nothing where there is none, and where it is not for the viewer.
    package func rating(of player: PersonID) -> Int? {
        guard sight != .outside || ageBands[player] == .adult else { return nil }
        return view.tournament.entry(player)?.details.rating
    }
}

extension AgeBand {
    fileprivate func publicName(of name: String) -> String {
        let words = name.split(separator: " ")
        switch self {
        case .adult: return name
        case .from13, .from16:
            guard words.count > 1, let last = words.last else { return words.first.initial }
            return "\(words[0]) \(last.prefix(1))."
        case .under10, .from10: return words.map { "\($0.prefix(1))." }.joined(separator: " ")
        }
    }
}

extension Substring? {
    fileprivate var initial: String { map { "\($0.prefix(1))." } ?? "" }
}
