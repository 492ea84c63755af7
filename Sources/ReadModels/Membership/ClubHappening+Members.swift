import Clubs
import EventSourcing
import Vocabulary

/// What the event does to the rows of one person in the club.
extension ClubHappening {
    func joined(
        _ person: PersonID, _ request: JoinRequestID, _ via: Club.Via, _ number: Int
    ) -> Change {
        .put(
            MembershipRow(
                club: club, person: person, since: at, via: via, request: request,
                memberNo: number, joined: recorded.position))
    }

    func ended(
        _ person: PersonID, _ state: MembershipRow.State, _ reasonCode: ReasonCode,
        _ noReturnUntil: Timestamp?
    ) -> Change {
        .patch(
            MembershipRow.self, club, person,
            set: [
                .state: state, .until: at, .reasonCode: reasonCode,
                .noReturnUntil: noReturnUntil,
            ])
    }

    func suspended(_ person: PersonID, _ until: Timestamp, _ reasonCode: ReasonCode) -> Change {
        .put(SuspensionRow(club: club, person: person, until: until, reasonCode: reasonCode))
    }

    func assigned(_ buddy: PersonID, to newcomer: PersonID) -> Change {
        .patch(
            MembershipRow.self, club, newcomer,
            set: [.buddy: buddy, .buddySince: recorded.position])
    }
}

/// What the event does to the club's queue.
extension ClubHappening {
    func asked(
        _ request: JoinRequestID, _ person: PersonID, _ via: Club.Via, _ invite: InviteID?,
        _ answers: VaultReference?
    ) -> Change {
        .put(
            JoinRequestRow(
                request: request, club: club, person: person, via: via, invite: invite,
                answers: answers?.ref, askedAt: at, asked: recorded.position))
    }

    func declined(
        _ request: JoinRequestID, _ reasonCode: ReasonCode, _ reapplyFrom: Timestamp?,
        _ reason: VaultReference?
    ) -> Change {
        .patch(
            JoinRequestRow.self, request,
            set: [
                .state: JoinRequestState.declined, .decidedAt: at, .reasonCode: reasonCode,
                .reapplyFrom: reapplyFrom, .reason: reason?.ref,
            ])
    }

    func close(_ request: JoinRequestID, as state: JoinRequestState) -> Change {
        .patch(JoinRequestRow.self, request, set: [.state: state, .decidedAt: at])
    }

    func waitlisted(_ person: PersonID, _ request: JoinRequestID) -> [Change] {
        [
            .put(
                WaitlistRow(
                    club: club, person: person, request: request, since: at,
                    turn: recorded.position, turnWithin: 0)),
            .patch(JoinRequestRow.self, request, set: [.state: JoinRequestState.waiting]),
        ]
    }

    func leaveWaitlist(_ person: PersonID) -> Change { .delete(WaitlistRow.self, club, person) }

    func reordered(_ people: [PersonID]) -> [Change] {
        people.enumerated().map { index, person in
            .patch(
                WaitlistRow.self, club, person,
                set: [.turn: recorded.position, .turnWithin: index])
        }
    }

    func offered(
        _ offer: SeatOfferID, _ person: PersonID, _ expiresAt: Timestamp
    ) -> [Change] {
        [
            .put(
                SeatOfferRow(
                    offer: offer, club: club, person: person, offeredAt: at,
                    expiresAt: expiresAt)),
            .patch(
                WaitlistRow.self, club, person, set: [.offer: offer, .offerExpiresAt: expiresAt]),
        ]
    }

    func close(_ offer: SeatOfferID, as outcome: SeatOfferRow.Outcome) -> Change {
        .patch(SeatOfferRow.self, offer, set: [.outcome: outcome, .closedAt: at])
    }
}
