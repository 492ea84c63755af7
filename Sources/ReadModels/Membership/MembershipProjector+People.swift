import Catalog
import Clubs
import EventSourcing
import Vocabulary

/// What an event does to the rows of one person in a club.
extension MembershipProjector {
    func memberChanges(
        _ event: Club.Event, of club: ClubID, _ recorded: Recorded<DomainEvent>
    ) -> [Change] {
        let at = recorded.occurredAt
        switch event {
        case .memberJoined(let person, let request, let via, let memberNo):
            return [
                .put(
                    MembershipRow(
                        club: club, person: person, since: at, via: via, request: request,
                        memberNo: memberNo, joined: recorded.position)),
                .delete(WaitlistRow.self, club, person),
                close(request, as: .joined, at: at),
            ]
        case .memberLeft(let person, let reasonCode):
            return [
                .patch(
                    MembershipRow.self, club, person,
                    set: [
                        .state: MembershipRow.State.left, .until: at, .reasonCode: reasonCode,
                    ])
            ]
        case .memberRemoved(let person, let reasonCode, let noReturnUntil, _):
            return [
                .patch(
                    MembershipRow.self, club, person,
                    set: [
                        .state: MembershipRow.State.removed, .until: at,
                        .reasonCode: reasonCode, .noReturnUntil: noReturnUntil,
                    ])
            ]
        case .memberSuspended(let person, let until, let reasonCode):
            return [
                .put(
                    SuspensionRow(
                        club: club, person: person, until: until, reasonCode: reasonCode))
            ]
        case .suspensionLifted(let person): return [.delete(SuspensionRow.self, club, person)]
        case .groupAssigned(let person, _, let group, _):
            return [.patch(MembershipRow.self, club, person, set: [.groupName: group])]
        case .buddyAssigned(let newcomer, let buddy):
            return [
                .patch(
                    MembershipRow.self, club, newcomer,
                    set: [.buddy: buddy, .buddySince: recorded.position])
            ]
        default:
            return []
        }
    }

    func queueChanges(
        _ event: Club.Event, of club: ClubID, _ recorded: Recorded<DomainEvent>
    ) -> [Change] {
        let at = recorded.occurredAt
        switch event {
        case .joinRequested(let request, let person, let via, let invite, let answers):
            return [
                .put(
                    JoinRequestRow(
                        request: request, club: club, person: person, via: via, invite: invite,
                        answers: answers?.ref, askedAt: at, asked: recorded.position))
            ]
        case .joinApproved(let request, _): return [close(request, as: .approved, at: at)]
        case .joinDeclined(let request, let person, let reasonCode, let reapplyFrom, let reason):
            return [
                .patch(
                    JoinRequestRow.self, request,
                    set: [
                        .state: JoinRequestState.declined, .decidedAt: at,
                        .reasonCode: reasonCode, .reapplyFrom: reapplyFrom, .reason: reason?.ref,
                    ]),
                .delete(WaitlistRow.self, club, person),
            ]
        case .joinWithdrawn(let request, let person):
            return [
                close(request, as: .withdrawn, at: at), .delete(WaitlistRow.self, club, person),
            ]
        case .memberWaitlisted(let person, let request, _):
            return [
                .put(
                    WaitlistRow(
                        club: club, person: person, request: request, since: at,
                        turn: recorded.position, turnWithin: 0)),
                .patch(
                    JoinRequestRow.self, request, set: [.state: JoinRequestState.waiting]),
            ]
        case .waitlistReordered(_, let people, _, _):
            return people.enumerated().map { index, person in
                .patch(
                    WaitlistRow.self, club, person,
                    set: [.turn: recorded.position, .turnWithin: index])
            }
        case .seatOffered(let offer, let person, let expiresAt):
            return [
                .put(
                    SeatOfferRow(
                        offer: offer, club: club, person: person, offeredAt: at,
                        expiresAt: expiresAt)),
                .patch(
                    WaitlistRow.self, club, person,
                    set: [.offer: offer, .offerExpiresAt: expiresAt]),
            ]
        case .seatAccepted(let offer, _): return [close(offer, as: .accepted, at: at)]
        case .seatDeclined(let offer, let person, let request):
            return [
                close(offer, as: .declined, at: at), close(request, as: .seatDeclined, at: at),
                .delete(WaitlistRow.self, club, person),
            ]
        case .seatOfferLapsed(let offer, let person, let request):
            return [
                close(offer, as: .lapsed, at: at), close(request, as: .offerLapsed, at: at),
                .delete(WaitlistRow.self, club, person),
            ]
        default:
            return []
        }
    }

    private func close(
        _ request: JoinRequestID, as state: JoinRequestState, at moment: Timestamp
    ) -> Change {
        .patch(JoinRequestRow.self, request, set: [.state: state, .decidedAt: moment])
    }

    private func close(
        _ offer: SeatOfferID, as outcome: SeatOfferRow.Outcome, at moment: Timestamp
    ) -> Change {
        .patch(SeatOfferRow.self, offer, set: [.outcome: outcome, .closedAt: moment])
    }
}
