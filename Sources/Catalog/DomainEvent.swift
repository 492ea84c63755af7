import Clubs
import Directory
import EventSourcing
import Tournaments

/// Everything that can happen, one case for each decider.
package enum DomainEvent: Equatable, Sendable {
    case school(School.Event)
    case person(Person.Event)
    case club(Club.Event)
    case tournament(Tournament.Event)
}

extension DomainEvent {
    /// The deciders, so that a name in the log leads to the type that reads it.
    package enum Family: CaseIterable, Sendable {
        case school, person, club, tournament

        package var wireNames: [String] {
            switch self {
            case .school: School.Event.wireNames
            case .person: Person.Event.wireNames
            case .club: Club.Event.wireNames
            case .tournament: Tournament.Event.wireNames
            }
        }

        /// Nothing for a name that no decider has.
        package init?(wireName: String) {
            guard let family = Self.byWireName[wireName] else { return nil }
            self = family
        }

        private static let byWireName = Dictionary(
            uniqueKeysWithValues: allCases.flatMap { family in
                family.wireNames.map { ($0, family) }
            })
    }
}
