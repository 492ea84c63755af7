import EventSourcing

/// When a question is asked about.
package enum Moment: Hashable, Sendable {
    case now
    /// What was known when the log stood there.
    case position(Position)
    /// What was known then.
    case time(Timestamp)
}

/// What was found, and where the log stood when it was true.
package struct Answer<Value: Sendable>: Sendable {
    package let value: Value
    package let position: Position

    package init(value: Value, position: Position) {
        self.value = value
        self.position = position
    }

    package func map<Other: Sendable>(_ transform: (Value) throws -> Other) rethrows
        -> Answer<Other>
    {
        Answer<Other>(value: try transform(value), position: position)
    }
}

/// Why a question has no answer.
package enum QueryFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// There was no such thing at that moment, or there never has been.
    case notFound(Subject)
    /// The position lies ahead of the log.
    case aheadOfLog(asked: Position, head: Position)
    case malformedCursor
    /// So much has happened since the first page that the moment is no longer kept for paging.
    case expiredCursor
    case limitOutOfBounds(Int, allowed: ClosedRange<Int>)

    package enum Subject: String, Sendable {
        case club, person, school, membership, tournament, round, board, tree, waitlistPlace =
            "waitlist-place"
        case joinRequest = "join-request", seatOffer = "seat-offer", invite
    }

    package var description: String {
        switch self {
        case .notFound(let subject): "there is no such \(subject.rawValue)"
        case .aheadOfLog(let asked, let head):
            "position \(asked) lies ahead: the log stands at \(head)"
        case .malformedCursor: "the cursor is not one that a page has given: ask for the first page"
        case .expiredCursor: "too much has happened since the first page: ask for it again"
        case .limitOutOfBounds(let limit, let allowed):
            "a page of \(limit) is not possible: "
                + "from \(allowed.lowerBound) to \(allowed.upperBound) are"
        }
    }
}
