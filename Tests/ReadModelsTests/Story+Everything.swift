import Catalog
import Clubs
import Directory
import EventSourcing
import TestSupport
import Vocabulary

extension Story {
    /// A school year in which everything happens that can.
    static func everything(commands: UInt16 = 0) -> Story {
        var story = Story(commands: commands)
        story.schoolsAndPeople()
        story.wait(hours: 1)
        story.found(.chess)
        story.clubMatters()
        story.wait(hours: 1)
        story.membersAndQueue()
        story.wait(hours: 24)
        story.membersGo()
        story.wait(hours: 24)
        story.everythingInATournament()
        return story
    }

    private mutating func schoolsAndPeople() {
        for (school, name) in [(SchoolID.home, "Home School"), (.away, "Away School")] {
            add(
                .registered(
                    school: school, name: name, timeZone: "Europe/London", locale: "en-GB",
                    country: "GB"),
                .policySet(policy: .standard), to: school)
        }
        add(
            .termOpened(
                term: .number(1), name: "Spring", startsOn: CivilDate(daysSinceEpoch: 20_900),
                endsOn: CivilDate(daysSinceEpoch: 20_990)),
            to: .home)
        register(.barbara, as: "Canary Barbara", kind: .adult)
        register(.ada, as: "Canary Ada")
        register(.grace, as: "Canary Grace")
        register(.edsger, as: "Canary Edsger")
        register(.alan, as: "Canary Alan", of: .away)
        add(
            .roleAssigned(person: .barbara, role: .admin),
            .roleAssigned(person: .barbara, role: .teacher),
            .roleRevoked(person: .barbara, role: .teacher), to: .barbara)
        let pronouns = text("canary/they", about: .ada)
        add(
            .profileUpdated(
                displayName: nil, pronouns: pronouns, timeZone: "Asia/Karachi", locale: nil,
                languages: ["ur", "en"], visibility: .school),
            .interestsDeclared(interests: ["chess", "music"], strengths: ["coding"], pace: .brisk),
            to: .ada)
        add(
            .deactivated(reasonCode: "moved-away"), .reactivated(reasonCode: "came-back"),
            to: .alan)
    }

    private mutating func clubMatters() {
        var changes = Club.Profile.Changes()
        changes.name = "The Chess Club"
        changes.joinPolicy = .approval
        add(
            .profileUpdated(changes: changes), .capacitySet(from: 2, to: 3),
            .enrolmentClosed, .enrolmentOpened(from: .tuesday, to: nil),
            .archived(reasonCode: "holidays"), .restored(reasonCode: "term-begins"),
            .inviteIssued(
                invite: .number(1), codeHash: CodeHash(accepted: String(repeating: "a", count: 64)),
                expiresAt: now.days(7), maxUses: 5, role: .officer),
            .inviteIssued(
                invite: .number(2), codeHash: CodeHash(accepted: String(repeating: "b", count: 64)),
                expiresAt: now.days(7), maxUses: 1, role: nil),
            .inviteRevoked(invite: .number(2)), to: .chess)
    }

    private mutating func membersAndQueue() {
        let answers = text("canary answers", about: .ada)
        add(
            .joinRequested(
                request: .number(1), person: .ada, via: .directory, invite: nil, answers: answers),
            .joinApproved(request: .number(1), person: .ada),
            .memberJoined(person: .ada, request: .number(1), via: .directory, memberNo: 1),
            .joinRequested(
                request: .number(2), person: .grace, via: .invite, invite: .number(1),
                answers: nil),
            .inviteRedeemed(invite: .number(1), person: .grace),
            .memberJoined(person: .grace, request: .number(2), via: .invite, memberNo: 2),
            .roleAssigned(person: .grace, role: .officer, counterSignedBy: nil),
            .capacitySet(from: 3, to: 2), to: .chess)
        wait(.edsger, .chess, request: 3, place: 1)
        wait(hours: 1)
        wait(.alan, .chess, request: 4, place: 2)
        wait(.mary, .chess, request: 5, place: 3)
        wait(hours: 1)
        let reason = text("canary reason", about: .alan)
        add(
            .waitlistReordered(
                before: [.edsger, .alan, .mary], after: [.alan, .edsger, .mary],
                reasonCode: "sibling", reason: reason),
            .groupAssigned(person: .ada, from: nil, to: "blue", reasonCode: "level"),
            .buddyAssigned(newcomer: .grace, buddy: .ada),
            .memberSuspended(person: .grace, until: now.days(3), reasonCode: "rough-play"),
            .suspensionLifted(person: .grace),
            .memberSuspended(person: .ada, until: now.days(2), reasonCode: "late"), to: .chess)
    }

    private mutating func membersGo() {
        add(
            .memberLeft(person: .ada, reasonCode: "no-time"),
            .seatOffered(offer: .number(1), person: .alan, expiresAt: now.days(2)), to: .chess)
        wait(hours: 50)
        add(
            .seatOfferLapsed(offer: .number(1), person: .alan, request: .number(4)),
            .seatOffered(offer: .number(2), person: .edsger, expiresAt: now.days(2)),
            .seatAccepted(offer: .number(2), person: .edsger),
            .memberJoined(person: .edsger, request: .number(3), via: .directory, memberNo: 3),
            .roleRevoked(person: .grace, role: .officer), to: .chess)
        let reason = text("canary removal", about: .grace)
        add(
            .memberRemoved(
                person: .grace, reasonCode: "rough-play", noReturnUntil: now.days(30),
                reason: reason),
            .seatOffered(offer: .number(3), person: .mary, expiresAt: now.days(2)),
            .seatDeclined(offer: .number(3), person: .mary, request: .number(5)), to: .chess)
        let why = text("canary decline", about: .alan)
        add(
            .joinRequested(
                request: .number(6), person: .alan, via: .directory, invite: nil, answers: nil),
            .joinDeclined(
                request: .number(6), person: .alan, reasonCode: "full", reapplyFrom: now.days(30),
                reason: why),
            .joinRequested(
                request: .number(7), person: .mary, via: .directory, invite: nil, answers: nil),
            .joinWithdrawn(request: .number(7), person: .mary), to: .chess)
    }
}
