import Clubs
import EventSourcing
import HashTreeCollections
import TestSupport
import Vocabulary

/// The chess club of these tests: led by Barbara, hosted by one school and open to another.
extension Scenario<Club> {
    static func chess(
        capacity: Int? = 2, leads: [PersonID] = [.barbara],
        _ adjust: (inout Club.Profile) -> Void = { _ in }
    ) throws -> Scenario {
        var profile = Club.Profile.chess
        adjust(&profile)
        return try Scenario()
            .given(
                .founded(
                    .init(
                        hostSchool: .home, openTo: [.partner], slug: "chess", profile: profile,
                        capacity: capacity))
            )
            .given(leads.map { .roleAssigned(person: $0, role: .lead, counterSignedBy: nil) })
    }

    /// Members who have come in through the ordinary door.
    func members(_ people: PersonID...) throws -> Scenario {
        var numbered = self
        for (index, person) in people.enumerated() {
            numbered = try numbered.given(.asked(person), .joined(person, number: index + 1))
        }
        return numbered
    }

    func waiting(_ people: PersonID...) throws -> Scenario {
        var queued = self
        for (index, person) in people.enumerated() {
            queued = try queued.given(.asked(person), .waitlisted(person, place: index + 1))
        }
        return queued
    }
}

extension SchoolID {
    static let home = SchoolID.number(1)
    static let partner = SchoolID.number(2)
    static let stranger = SchoolID.number(3)
}

extension JoinRequestID {
    /// The one request of a person that a story tells of.
    static func of(_ person: PersonID) -> JoinRequestID { JoinRequestID(person.uuid) }
}

extension Club.Profile {
    static let chess = Club.Profile(name: "Chess", timeZone: "Europe/London")
}

extension Club.Profile.Changes {
    static func only(_ set: (inout Self) -> Void) -> Self {
        var changes = Self()
        set(&changes)
        return changes
    }
}

extension Club.Applicant {
    static func student(
        _ person: PersonID, school: SchoolID = .home, ageBand: AgeBand = .from13,
        isActive: Bool = true, guardianDecides: Bool = false
    ) -> Self {
        Self(
            person: person, school: school, kind: .student, ageBand: ageBand, isActive: isActive,
            guardianDecides: guardianDecides)
    }

    static func adult(_ person: PersonID, isActive: Bool = true) -> Self {
        Self(
            person: person, school: .home, kind: .adult, ageBand: .adult, isActive: isActive,
            guardianDecides: false)
    }
}

extension Club.Command {
    /// A student asks, on Tuesday unless the story says otherwise.
    static func join(
        _ person: PersonID, by entry: Club.Entry = .directory, at moment: Timestamp = .tuesday
    ) -> Self {
        .join(.student(person), by: entry, at: moment)
    }

    static func join(
        _ applicant: Club.Applicant, by entry: Club.Entry = .directory,
        at moment: Timestamp = .tuesday
    ) -> Self {
        .join(.of(applicant.person), applicant, by: entry, answers: nil, at: moment)
    }
}

extension Club.Command {
    /// With the one student who has made the request.
    static func approve(_ request: JoinRequestID, inactive: TreeSet<PersonID> = []) -> Self {
        .approve(request, .student(PersonID(request.uuid)), inactive: inactive)
    }

    static func offerSeat(_ offer: SeatOfferID, to person: PersonID, at moment: Timestamp) -> Self {
        .offerSeat(offer, to: .student(person), at: moment)
    }
}

extension Club.Event {
    static func asked(
        _ person: PersonID, via: Club.Via = .directory, invite: InviteID? = nil
    ) -> Self {
        .joinRequested(
            request: .of(person), person: person, via: via, invite: invite, answers: nil)
    }

    static func joined(
        _ person: PersonID, number: Int, via: Club.Via = .directory
    ) -> Self {
        .memberJoined(person: person, request: .of(person), via: via, memberNo: number)
    }

    static func waitlisted(_ person: PersonID, place: Int) -> Self {
        .memberWaitlisted(person: person, request: .of(person), place: place)
    }

    /// For the 48 hours of the chess club, on Tuesday.
    static func offered(_ person: PersonID, _ offer: SeatOfferID) -> Self {
        .seatOffered(offer: offer, person: person, expiresAt: .tuesday.hours(48))
    }
}
