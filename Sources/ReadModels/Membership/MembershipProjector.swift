import Catalog
import Clubs
import EventSourcing
import Vocabulary

/// What clubs there are, who is in them, who waits, and how it came to that.
///
/// What belongs to the club is here; what belongs to one person in it is in the extension beside
/// this file. Numbers of members and places on a waitlist are counted when asked, never stored:
/// so each change depends on its event alone.
package struct MembershipProjector: Projector {
    package static let name = "membership-1"
    package static let types = Set(Club.Event.wireNames)
    package static let tables: [any Row.Type] = [
        ClubRow.self, ClubRoleRow.self, InviteRow.self, InviteUseRow.self, MembershipRow.self,
        SuspensionRow.self, MembershipHistoryRow.self, WaitlistRow.self, JoinRequestRow.self,
        SeatOfferRow.self,
    ]

    package init() {}

    package func project(_ recorded: Recorded<DomainEvent>) -> [Change] {
        guard case .club(let event) = recorded.event else { return [] }
        guard let id = recorded.stream.id else {
            preconditionFailure("a club's stream is named by its id, not \(recorded.stream)")
        }
        let club = ClubID(id)
        let happening = Happening(club: club, recorded: recorded)
        return changes(event, of: club, recorded) + happening.facts(event)
            + [.patch(ClubRow.self, club, set: [.version: recorded.version])]
    }

    private func changes(
        _ event: Club.Event, of club: ClubID, _ recorded: Recorded<DomainEvent>
    ) -> [Change] {
        switch event {
        case .founded(let hostSchool, let openTo, let slug, let profile, let capacity):
            [
                .put(
                    ClubRow(
                        club, hostSchool, openTo, slug, profile, capacity,
                        foundedAt: recorded.occurredAt, version: recorded.version))
            ]
        case .profileUpdated(let changes): [.patch(ClubRow.self, club, set: changes.columns)]
        case .capacitySet(_, let capacity):
            [.patch(ClubRow.self, club, set: [.capacity: capacity])]
        case .enrolmentOpened(let from, let to):
            [
                .patch(
                    ClubRow.self, club,
                    set: [.isEnrolling: true, .enrolmentFrom: from, .enrolmentTo: to])
            ]
        case .enrolmentClosed: [.patch(ClubRow.self, club, set: [.isEnrolling: false])]
        case .archived: [.patch(ClubRow.self, club, set: [.isArchived: true])]
        case .restored: [.patch(ClubRow.self, club, set: [.isArchived: false])]

        case .roleAssigned(let person, let role, let counterSigner):
            [
                .put(
                    ClubRoleRow(
                        club: club, person: person, role: role, since: recorded.occurredAt,
                        counterSignedBy: counterSigner))
            ]
        case .roleRevoked(let person, let role): [.delete(ClubRoleRow.self, club, person, role)]
        case .inviteIssued(let invite, let codeHash, let expiresAt, let maxUses, let role):
            [
                .put(
                    InviteRow(
                        invite: invite, club: club, role: role, codeHash: codeHash,
                        issuedAt: recorded.occurredAt, expiresAt: expiresAt, maxUses: maxUses,
                        isRevoked: false))
            ]
        case .inviteRedeemed(let invite, let person):
            [
                .put(
                    InviteUseRow(
                        invite: invite, event: recorded.id.description, club: club,
                        person: person, at: recorded.occurredAt))
            ]
        case .inviteRevoked(let invite): [.patch(InviteRow.self, invite, set: [.isRevoked: true])]

        case .joinRequested, .joinApproved, .joinDeclined, .joinWithdrawn, .memberWaitlisted,
            .seatOffered, .seatAccepted, .seatDeclined, .seatOfferLapsed, .waitlistReordered:
            queueChanges(event, of: club, recorded)
        case .memberJoined, .memberLeft, .memberRemoved, .memberSuspended, .suspensionLifted,
            .groupAssigned, .buddyAssigned:
            memberChanges(event, of: club, recorded)
        }
    }
}

extension ClubRow {
    fileprivate init(
        _ club: ClubID, _ hostSchool: SchoolID, _ openTo: [SchoolID], _ slug: Slug,
        _ profile: Club.Profile, _ capacity: Int?, foundedAt: Timestamp, version: Int
    ) {
        self.init(
            club: club, slug: slug, name: profile.name, summary: profile.summary,
            kind: profile.kind, interests: profile.interests, languages: profile.languages,
            visibility: profile.visibility, capacity: capacity, groups: profile.groups,
            hostSchool: hostSchool, openTo: openTo, schools: [hostSchool] + openTo,
            joinPolicy: profile.joinPolicy,
            ageBands: profile.ageBands, timeZone: profile.timeZone,
            reapplyAfterDays: profile.reapplyAfterDays, seatOfferHours: profile.seatOfferHours,
            isEnrolling: true, enrolmentFrom: nil, enrolmentTo: nil, isArchived: false,
            foundedAt: foundedAt, version: version)
    }
}

extension Club.Profile.Changes {
    fileprivate var columns: [ClubRow.Column: any Encodable] {
        let all: [ClubRow.Column: (any Encodable)?] = [
            .name: name, .summary: summary, .kind: kind, .interests: interests,
            .joinPolicy: joinPolicy, .ageBands: ageBands, .languages: languages,
            .timeZone: timeZone, .visibility: visibility, .reapplyAfterDays: reapplyAfterDays,
            .seatOfferHours: seatOfferHours, .groups: groups,
        ]
        return all.compactMapValues(\.self)
    }
}
