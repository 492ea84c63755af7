import Catalog
import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct MembershipProjectorTests {
    private let later = Timestamp.tuesday.days(2)

    /// What an event of the chess club changes, the club's version and the histories left out.
    private func changes(_ event: Club.Event) throws -> [Change] {
        try all(event).filter {
            $0.table != MembershipHistoryRow.table
                && $0 != .patch(ClubRow.self, ClubID.chess, set: [.version: 1])
        }
    }

    /// What an event says about people: what, about whom, why.
    private func facts(_ event: Club.Event) throws -> [Fact] {
        try all(event).filter { $0.table == MembershipHistoryRow.table }.map { change in
            guard case .put(let columns) = change.action else { throw NotAPut() }
            return Fact(
                columns["what"]?.string, columns["person"]?.string,
                columns["detail"]?.string ?? columns["reason_code"]?.string)
        }
    }

    private struct NotAPut: Error {}

    private struct Fact: Equatable {
        let values: [String?]
        init(_ what: MembershipFact, _ person: PersonID, _ why: String? = nil) {
            values = [what.rawValue, person.description, why]
        }
        init(_ values: String?...) { self.values = values }
    }

    private func all(_ event: Club.Event) throws -> [Change] {
        var story = Story()
        story.add(event, to: .chess)
        let recorded = try #require(story.recorded(in: World.tenant).first)
        return MembershipProjector().project(try recorded.map { try EventCodec.catalog.decode($0) })
    }

    @Test func `founding makes a club that is open to all its schools`() throws {
        let changes = try changes(
            .founded(
                .init(
                    hostSchool: .home, openTo: [.away], slug: "chess", profile: .sample, capacity: 2
                )))
        #expect(
            changes == [
                .put(
                    ClubRow(
                        club: .chess, slug: "chess", name: "Chess Club", summary: "Every Tuesday.",
                        kind: .chess, interests: ["chess"], languages: ["en"],
                        visibility: .school, capacity: 2, groups: ["blue", "red"],
                        hostSchool: .home, openTo: [.away], schools: [.home, .away],
                        joinPolicy: .open, ageBands: [], timeZone: "Europe/London",
                        reapplyAfterDays: 30, seatOfferHours: 48, isEnrolling: true,
                        enrolmentFrom: nil, enrolmentTo: nil, isArchived: false,
                        foundedAt: .tuesday, version: 1))
            ])
    }

    @Test func `every event moves the club's version`() throws {
        #expect(
            try all(.enrolmentClosed).contains(
                .patch(ClubRow.self, ClubID.chess, set: [.version: 1])))
    }

    @Test func `what changes in a club is patched, and nothing else`() throws {
        var profile = Club.Profile.Changes()
        profile.name = "Gambit"
        profile.ageBands = [.from13]
        let bands: [AgeBand] = [.from13]
        #expect(
            try changes(.profileUpdated(changes: profile))
                == [.patch(ClubRow.self, ClubID.chess, set: [.name: "Gambit", .ageBands: bands])])
        #expect(
            try changes(.capacitySet(from: 2, to: nil))
                == [.patch(ClubRow.self, ClubID.chess, set: [.capacity: Int?.none])])
        #expect(
            try changes(.enrolmentClosed)
                == [.patch(ClubRow.self, ClubID.chess, set: [.isEnrolling: false])])
        #expect(
            try changes(.enrolmentOpened(from: nil, to: later)) == [
                .patch(
                    ClubRow.self, ClubID.chess,
                    set: [
                        .isEnrolling: true, .enrolmentFrom: Timestamp?.none, .enrolmentTo: later,
                    ])
            ])
        #expect(
            try changes(.archived(reasonCode: "holidays"))
                == [.patch(ClubRow.self, ClubID.chess, set: [.isArchived: true])])
        #expect(
            try changes(.restored(reasonCode: "term-begins"))
                == [.patch(ClubRow.self, ClubID.chess, set: [.isArchived: false])])
    }

    @Test func `a request is open until something is decided`() throws {
        let answers = VaultReference(subject: .ada, ref: .number(9))
        let asked = Club.Event.joinRequested(
            request: .number(1), person: .ada, via: .directory, invite: nil, answers: answers)
        #expect(
            try changes(asked) == [
                .put(
                    JoinRequestRow(
                        request: .number(1), club: .chess, person: .ada, via: .directory,
                        invite: nil, answers: .number(9), askedAt: .tuesday, asked: 1))
            ])
        #expect(try facts(asked) == [Fact(.asked, .ada, "directory")])
        #expect(
            try changes(.joinApproved(request: .number(1), person: .ada))
                == [decided(1, .approved)])
        #expect(
            try changes(.joinWithdrawn(request: .number(1), person: .ada))
                == [decided(1, .withdrawn), offTheList(.ada)])
        let declined = Club.Event.joinDeclined(
            request: .number(1), person: .ada, reasonCode: "full", reapplyFrom: later,
            reason: answers)
        #expect(
            try changes(declined) == [
                .patch(
                    JoinRequestRow.self, JoinRequestID.number(1),
                    set: [
                        .state: JoinRequestState.declined, .decidedAt: Timestamp.tuesday,
                        .reasonCode: "full", .reapplyFrom: later,
                        .reason: VaultTextID.number(9),
                    ]),
                offTheList(.ada),
            ])
        #expect(try facts(declined) == [Fact(.declined, .ada, "full")])
    }

    @Test func `who joins leaves the waitlist`() throws {
        let joined = Club.Event.memberJoined(
            person: .ada, request: .number(1), via: .teacher, memberNo: 7)
        #expect(
            try changes(joined) == [
                .put(
                    MembershipRow(
                        club: .chess, person: .ada, since: .tuesday, via: .teacher,
                        request: .number(1), memberNo: 7, joined: 1)),
                offTheList(.ada), decided(1, .joined),
            ])
        #expect(try facts(joined) == [Fact(.joined, .ada, "teacher")])
    }

    @Test func `who waits stands behind all who came before`() throws {
        #expect(
            try changes(.memberWaitlisted(person: .ada, request: .number(1), place: 3)) == [
                .put(
                    WaitlistRow(
                        club: .chess, person: .ada, request: .number(1), since: .tuesday, turn: 1,
                        turnWithin: 0)),
                .patch(
                    JoinRequestRow.self, JoinRequestID.number(1),
                    set: [.state: JoinRequestState.waiting]),
            ])
    }

    @Test func `a reordering gives everybody a turn, and tells those whom it has moved`() throws {
        let event = Club.Event.waitlistReordered(
            before: [.ada, .grace, .mary], after: [.grace, .ada, .mary], reasonCode: "sibling",
            reason: nil)
        let turns = [PersonID.grace, .ada, .mary].enumerated().map { index, person in
            Change.patch(
                WaitlistRow.self, ClubID.chess, person,
                set: [.turn: Position(1), .turnWithin: index])
        }
        #expect(try changes(event) == turns)
        #expect(
            try facts(event)
                == [Fact(.placeChanged, .grace, "sibling"), Fact(.placeChanged, .ada, "sibling")])
    }

    @Test func `an offer stands on the waitlist until it is answered`() throws {
        let offer = SeatOfferID.number(1)
        #expect(
            try changes(.seatOffered(offer: offer, person: .ada, expiresAt: later)) == [
                .put(
                    SeatOfferRow(
                        offer: offer, club: .chess, person: .ada, offeredAt: .tuesday,
                        expiresAt: later)),
                .patch(
                    WaitlistRow.self, ClubID.chess, PersonID.ada,
                    set: [.offer: offer, .offerExpiresAt: later]),
            ])
        #expect(
            try changes(.seatAccepted(offer: offer, person: .ada)) == [closed(.accepted)])
        #expect(
            try changes(.seatDeclined(offer: offer, person: .ada, request: .number(1)))
                == [closed(.declined), decided(1, .seatDeclined), offTheList(.ada)])
        #expect(
            try changes(.seatOfferLapsed(offer: offer, person: .ada, request: .number(1)))
                == [closed(.lapsed), decided(1, .offerLapsed), offTheList(.ada)])
    }

    @Test func `a membership that ends keeps its row, with the reason`() throws {
        func ended(_ state: MembershipRow.State, _ noReturn: Timestamp?) -> Change {
            .patch(
                MembershipRow.self, ClubID.chess, PersonID.ada,
                set: [
                    .state: state, .until: Timestamp.tuesday, .reasonCode: "no-time",
                    .noReturnUntil: noReturn,
                ])
        }
        let left = Club.Event.memberLeft(person: .ada, reasonCode: "no-time")
        #expect(try changes(left) == [ended(.left, nil)])
        #expect(try facts(left) == [Fact(.left, .ada, "no-time")])
        #expect(
            try changes(
                .memberRemoved(
                    person: .ada, reasonCode: "no-time", noReturnUntil: later, reason: nil))
                == [ended(.removed, later)])
    }

    @Test func `suspensions, groups and buddies`() throws {
        #expect(
            try changes(.memberSuspended(person: .ada, until: later, reasonCode: "late")) == [
                .put(
                    SuspensionRow(club: .chess, person: .ada, until: later, reasonCode: "late"))
            ])
        #expect(
            try changes(.suspensionLifted(person: .ada))
                == [.delete(SuspensionRow.self, ClubID.chess, PersonID.ada)])
        #expect(
            try changes(.groupAssigned(person: .ada, from: nil, to: "blue", reasonCode: "level"))
                == [
                    .patch(
                        MembershipRow.self, ClubID.chess, PersonID.ada,
                        set: [.groupName: "blue"])
                ])
        #expect(
            try changes(.buddyAssigned(newcomer: .ada, buddy: .grace)) == [
                .patch(
                    MembershipRow.self, ClubID.chess, PersonID.ada,
                    set: [.buddy: PersonID.grace, .buddySince: Position(1)])
            ])
    }

    @Test func `a role is a row of its own`() throws {
        #expect(
            try changes(.roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara)) == [
                .put(
                    ClubRoleRow(
                        club: .chess, person: .ada, role: .lead, since: .tuesday,
                        counterSignedBy: .barbara))
            ])
        #expect(
            try changes(.roleRevoked(person: .ada, role: .lead))
                == [.delete(ClubRoleRow.self, ClubID.chess, PersonID.ada, Club.Role.lead)])
    }

    @Test func `an invitation counts its uses by rows`() throws {
        let hash = CodeHash(accepted: String(repeating: "a", count: 64))
        #expect(
            try changes(
                .inviteIssued(
                    invite: .number(1), codeHash: hash, expiresAt: later, maxUses: 3,
                    role: .mentor)) == [
                    .put(
                        InviteRow(
                            invite: .number(1), club: .chess, role: .mentor, codeHash: hash,
                            issuedAt: .tuesday, expiresAt: later, maxUses: 3,
                            isRevoked: false))
                ])
        #expect(
            try changes(.inviteRedeemed(invite: .number(1), person: .ada)) == [
                .put(
                    InviteUseRow(
                        invite: .number(1), event: "\(CommandID.number(1)).0", club: .chess,
                        person: .ada, at: .tuesday))
            ])
        #expect(
            try changes(.inviteRevoked(invite: .number(1)))
                == [.patch(InviteRow.self, InviteID.number(1), set: [.isRevoked: true])])
    }

    private func decided(_ request: UInt16, _ state: JoinRequestState) -> Change {
        .patch(
            JoinRequestRow.self, JoinRequestID.number(request),
            set: [.state: state, .decidedAt: Timestamp.tuesday])
    }

    private func closed(_ outcome: SeatOfferRow.Outcome) -> Change {
        .patch(
            SeatOfferRow.self, SeatOfferID.number(1),
            set: [.outcome: outcome, .closedAt: Timestamp.tuesday])
    }

    private func offTheList(_ person: PersonID) -> Change {
        .delete(WaitlistRow.self, ClubID.chess, person)
    }
}
