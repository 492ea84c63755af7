import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("Founding a club and changing what it is") struct FoundingTests {
    private let scenario = Scenario<Club>()

    private func founding(
        capacity: Int? = 20, leads: [Club.Applicant] = [.adult(.barbara)],
        _ adjust: (inout Club.Profile) -> Void = { _ in }
    ) -> Club.Founding {
        var profile = Club.Profile.chess
        adjust(&profile)
        return Club.Founding(
            hostSchool: .home, openTo: [.partner], slug: "chess", profile: profile,
            capacity: capacity, leads: leads)
    }

    private func found(
        capacity: Int? = 20, leads: [Club.Applicant] = [.adult(.barbara)],
        slugIsTaken: Bool = false, _ adjust: (inout Club.Profile) -> Void = { _ in }
    ) -> Club.Command {
        .found(founding(capacity: capacity, leads: leads, adjust), slugIsTaken: slugIsTaken)
    }

    @Test func `a club is founded with an adult who leads it`() throws {
        let club = try scenario.when(found()).then(
            .founded(
                .init(
                    hostSchool: .home, openTo: [.partner], slug: "chess", profile: .chess,
                    capacity: 20)),
            .roleAssigned(person: .barbara, role: .lead, counterSignedBy: nil))
        #expect(club.isFounded && club.isLead(.barbara) && club.adultLeads == [.barbara])
        #expect(club.enrolment.isOpen(at: .tuesday), "a new club takes people at once")
    }

    @Test func `a lead who is named twice leads once`() throws {
        let club = try scenario.when(found(leads: [.adult(.barbara), .adult(.barbara)])).then(
            .founded(
                .init(
                    hostSchool: .home, openTo: [.partner], slug: "chess", profile: .chess,
                    capacity: 20)),
            .roleAssigned(person: .barbara, role: .lead, counterSignedBy: nil))
        #expect(club.leads == [.barbara])
    }

    @Test func `a club is open to its host without saying so`() throws {
        var founding = founding()
        founding.openTo = [.home, .partner, .home]
        let club = try scenario.when(.found(founding, slugIsTaken: false)).then(
            .founded(
                .init(
                    hostSchool: .home, openTo: [.partner], slug: "chess", profile: .chess,
                    capacity: 20)),
            .roleAssigned(person: .barbara, role: .lead, counterSignedBy: nil))
        #expect(club.openTo == [.partner])
    }

    @Test func `a club is founded once`() throws {
        try Scenario.chess().when(found()).thenRejected(.alreadyFounded)
    }

    @Test func `a slug belongs to one club`() {
        scenario.when(found(slugIsTaken: true)).thenRejected(.slugTaken("chess"))
    }

    @Test func `a club needs an adult who leads it`() {
        scenario.when(found(leads: [])).thenRejected(.needsAdultLead)
        scenario.when(found(leads: [.student(.ada)])).thenRejected(.needsAdultLead)
    }

    @Test func `students do not lead before an adult can counter-sign`() {
        scenario.when(found(leads: [.adult(.barbara), .student(.ada)]))
            .thenRejected(.minorCannotHoldRole(.lead))
    }

    @Test func `an inactive person leads nothing`() {
        scenario.when(found(leads: [.adult(.barbara, isActive: false)]))
            .thenRejected(.notEligible(.inactive))
    }

    @Test func `a club needs a real time zone and known interests`() {
        scenario.when(found { $0.timeZone = "Atlantic/Atlantis" })
            .thenRejected(.unknownTimeZone("Atlantic/Atlantis"))
        scenario.when(found { $0.interests = ["chess", "world-domination"] })
            .thenRejected(.unknownInterest("world-domination"))
    }

    @Test(arguments: [0, -1, .min, 10_001, .max])
    func `a club has from one to ten thousand seats`(capacity: Int) {
        scenario.when(found(capacity: capacity))
            .thenRejected(.outOfBounds(.capacity, allowed: 1...10_000))
    }

    @Test func `every text, list and number of a profile has a limit`() {
        let broken: [(Club.Field, ClosedRange<Int>, (inout Club.Profile) -> Void)] = [
            (.name, 1...120, { $0.name = "" }),
            (.name, 1...120, { $0.name = " \t " }),
            (.name, 1...120, { $0.name = String(repeating: "a", count: 121) }),
            (.name, 1...120, { $0.name = "a" + String(repeating: "\u{301}", count: 120) }),
            (.summary, 0...1_000, { $0.summary = String(repeating: "a", count: 1_001) }),
            (.interests, 0...20, { $0.interests = Array(repeating: "chess", count: 21) }),
            (.languages, 0...20, { $0.languages = Array(repeating: "en", count: 21) }),
            (.ageBands, 0...5, { $0.ageBands = Array(repeating: .from10, count: 6) }),
            (.groups, 0...50, { $0.groups = Array(repeating: "blue", count: 51) }),
            (.reapplyAfterDays, 0...365, { $0.reapplyAfterDays = -1 }),
            (.seatOfferHours, 0...720, { $0.seatOfferHours = 721 }),
        ]
        for (field, allowed, change) in broken {
            scenario.when(found { change(&$0) }).thenRejected(.outOfBounds(field, allowed: allowed))
        }
    }

    @Test func `leads and schools are limited in number`() {
        let leads = (0...20).map { Club.Applicant.adult(.number($0)) }
        scenario.when(found(leads: leads)).thenRejected(.outOfBounds(.leads, allowed: 1...20))
        var wide = founding()
        wide.openTo = (0...200).map { .number($0) }
        scenario.when(.found(wide, slugIsTaken: false))
            .thenRejected(.outOfBounds(.openTo, allowed: 0...200))
    }

    @Test func `nothing can be wished of a club that was never founded`() {
        scenario.when(.join(.ada)).thenRejected(.notFounded)
        scenario.when(.closeEnrolment).thenRejected(.notFounded)
    }

    @Test func `a new profile says only what has changed`() throws {
        let wish = Club.Profile.Changes.only {
            $0.name = "Chess"
            $0.joinPolicy = .approval
        }
        let club = try Scenario.chess().when(.updateProfile(wish))
            .then(.profileUpdated(changes: .only { $0.joinPolicy = .approval }))
        #expect(club.profile?.joinPolicy == .approval && club.profile?.name == "Chess")
    }

    @Test func `every field of a profile can be changed`() throws {
        let wish = Club.Profile.Changes.only {
            $0.name = "Chess and Go"
            $0.summary = "Every Tuesday"
            $0.kind = .chess
            $0.interests = ["chess"]
            $0.joinPolicy = .invite
            $0.ageBands = [.from10]
            $0.languages = ["en"]
            $0.timeZone = "Asia/Karachi"
            $0.visibility = .network
            $0.reapplyAfterDays = 1
            $0.seatOfferHours = 1
            $0.groups = ["blue"]
        }
        let club = try Scenario.chess().when(.updateProfile(wish))
            .then(.profileUpdated(changes: wish))
        #expect(
            club.profile
                == Club.Profile(
                    name: "Chess and Go", summary: "Every Tuesday", kind: .chess,
                    interests: ["chess"], joinPolicy: .invite, ageBands: [.from10],
                    languages: ["en"], timeZone: "Asia/Karachi", visibility: .network,
                    reapplyAfterDays: 1, seatOfferHours: 1, groups: ["blue"]))
    }

    @Test func `a profile that stays the same is no news`() throws {
        try Scenario.chess().when(.updateProfile(.only { $0.name = "Chess" })).thenNothing()
        try Scenario.chess().when(.updateProfile(.init())).thenNothing()
    }

    @Test func `a changed profile keeps to the rules of a new one`() throws {
        let chess = try Scenario.chess()
        chess.when(.updateProfile(.only { $0.name = "" }))
            .thenRejected(.outOfBounds(.name, allowed: 1...120))
        chess.when(.updateProfile(.only { $0.timeZone = "Mars/Olympus" }))
            .thenRejected(.unknownTimeZone("Mars/Olympus"))
        chess.when(.updateProfile(.only { $0.interests = ["idling"] }))
            .thenRejected(.unknownInterest("idling"))
    }

    @Test func `a group with members in it cannot go`() throws {
        try Scenario.chess { $0.groups = ["blue", "red"] }.members(.ada)
            .given(.groupAssigned(person: .ada, from: nil, to: "blue", reasonCode: "balance"))
            .when(.updateProfile(.only { $0.groups = ["red"] }))
            .thenRejected(.groupInUse("blue"))
    }
}
