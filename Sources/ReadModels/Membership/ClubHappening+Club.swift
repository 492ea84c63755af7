import Clubs
import EventSourcing
import Vocabulary

/// What the event does to the rows of the club itself.
extension ClubHappening {
    func founded(_ charter: Club.Charter) -> Change {
        let profile = charter.profile
        return .put(
            ClubRow(
                club: club, slug: charter.slug, name: profile.name, summary: profile.summary,
                kind: profile.kind, interests: profile.interests, languages: profile.languages,
                visibility: profile.visibility, capacity: charter.capacity, groups: profile.groups,
                hostSchool: charter.hostSchool, openTo: charter.openTo,
                schools: [charter.hostSchool] + charter.openTo,
                joinPolicy: profile.joinPolicy, ageBands: profile.ageBands,
                timeZone: profile.timeZone, reapplyAfterDays: profile.reapplyAfterDays,
                seatOfferHours: profile.seatOfferHours, isEnrolling: true, enrolmentFrom: nil,
                enrolmentTo: nil, isArchived: false, foundedAt: at, version: recorded.version))
    }

    func profileUpdated(_ new: Club.Profile.Changes) -> Change {
        .patch(
            ClubRow.self, club,
            setGiven: [
                .name: new.name, .summary: new.summary, .kind: new.kind,
                .interests: new.interests, .joinPolicy: new.joinPolicy, .ageBands: new.ageBands,
                .languages: new.languages, .timeZone: new.timeZone, .visibility: new.visibility,
                .reapplyAfterDays: new.reapplyAfterDays, .seatOfferHours: new.seatOfferHours,
                .groups: new.groups,
            ])
    }

    func enrolmentOpened(from: Timestamp?, to: Timestamp?) -> Change {
        .patch(
            ClubRow.self, club,
            set: [.isEnrolling: true, .enrolmentFrom: from, .enrolmentTo: to])
    }

    func assigned(_ role: Club.Role, to person: PersonID, _ counterSigner: PersonID?) -> Change {
        .put(
            ClubRoleRow(
                club: club, person: person, role: role, since: at,
                counterSignedBy: counterSigner))
    }

    func issued(
        _ invite: InviteID, _ codeHash: CodeHash, _ expiresAt: Timestamp, _ maxUses: Int,
        _ role: Club.Role?
    ) -> Change {
        .put(
            InviteRow(
                invite: invite, club: club, role: role, codeHash: codeHash, issuedAt: at,
                expiresAt: expiresAt, maxUses: maxUses, isRevoked: false))
    }

    func redeemed(_ invite: InviteID, _ person: PersonID) -> Change {
        .put(
            InviteUseRow(
                invite: invite, event: recorded.id.description, club: club, person: person,
                at: at))
    }
}
