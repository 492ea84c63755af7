import EventSourcing
import Vocabulary

extension Club {
    /// What the club is, apart from who is in it.
    struct Charter: Equatable, Sendable {
        let hostSchool: SchoolID
        let openTo: [SchoolID]
        let slug: Slug
        var profile: Profile
        var capacity: Int?
        var enrolment = Enrolment.open(from: nil, to: nil)
        var isArchived = false
    }

    /// When people may ask to join; a new club is open without an end.
    package enum Enrolment: Equatable, Sendable {
        /// From the first moment up to the second, which lies outside.
        case open(from: Timestamp?, to: Timestamp?)
        case closed

        package func isOpen(at moment: Timestamp) -> Bool {
            guard case .open(let from, let to) = self else { return false }
            return (from ?? moment) <= moment && to.map { moment < $0 } ?? true
        }

        /// When it will open, as far as that is planned.
        func opening(after moment: Timestamp) -> Timestamp? {
            guard case .open(let from?, _) = self, moment < from else { return nil }
            return from
        }
    }
}
