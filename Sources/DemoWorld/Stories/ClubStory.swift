import Clubs
import CommandHandling
import EventSourcing
import Vocabulary

/// Clubs of many kinds, and a school year of their members' comings and goings.
///
/// This file founds them; `ClubStory+Weeks` tells their weeks.
struct ClubStory: SeedStory {
    /// How many students there are for one club.
    static let studentsPerClub = 28

    func beginning(of cast: Cast) -> [Scene] {
        let founding = cast.schools.flatMap { school in
            clubs(of: school, cast).map { Intent(school.admin.id, $0) }
        }
        return [
            Scene(at: cast.plan.time(week: 0, day: .monday, hour: 10)) { _ in founding },
            Scene(at: cast.plan.time(week: 0, day: .monday, hour: 11)) { state in
                invitations(state, cast)
            },
        ]
    }

    func scenes(of cast: Cast, week: Int) -> [Scene] {
        func scene(
            _ day: NetworkPlan.Weekday, _ hour: Int,
            _ wishes: @escaping @Sendable (ClubWeek) -> [Intent]
        ) -> Scene {
            Scene(at: cast.plan.time(week: week, day: day, hour: hour)) { state in
                wishes(ClubWeek(cast: cast, week: week, state: state))
            }
        }
        return [
            scene(.monday, 15) { $0.joins },
            scene(.monday, 19) { $0.answersToOffers },
            scene(.tuesday, 9) { $0.decisions },
            scene(.tuesday, 19) { $0.answersToOffers },
            scene(.wednesday, 15) { $0.welcomes },
            scene(.wednesday, 19) { $0.answersToOffers },
            scene(.thursday, 16) { $0.farewells },
            scene(.thursday, 19) { $0.answersToOffers },
            scene(.friday, 12) { $0.leadership },
            scene(.friday, 19) { $0.answersToOffers },
        ]
    }

    /// The code that a club's invitation has.
    static func code(of club: ClubID) -> String { "welcome-\(club)" }

    private func invitations(_ state: NetworkState, _ cast: Cast) -> [Intent] {
        state.clubIDs.compactMap { id in
            guard let club = state.clubs[id], club.profile?.joinPolicy == .invite,
                let lead = club.adultLeads.first
            else { return nil }
            return Intent(
                lead,
                .club(
                    id,
                    .issueInvite(
                        invite: InviteID(cast.plan.id("invite to \(id)")),
                        code: Self.code(of: id), expiresAt: cast.plan.world.end, maxUses: 40,
                        role: nil)))
        }
    }

    private func clubs(of school: Cast.SchoolRole, _ cast: Cast) -> [Wish] {
        (1...max(2, school.students.count / Self.studentsPerClub)).map { number in
            var dice = cast.plan.dice("club \(number) of school \(school.number)")
            let subject = dice.pickPopular(ClubSubject.all)
            let others = cast.schools.map(\.id).filter { $0 != school.id }
            let policies: [Club.JoinPolicy] = [
                .open, .open, .open, .open, .open, .approval, .approval, .invite,
            ]
            let isMusic = subject.kind == .music
            return .club(
                ClubID(cast.plan.id("club \(number) of school \(school.number)")),
                .found(
                    hostSchool: school.id, openTo: dice.happens(0.3) ? others : nil,
                    slug: Slug(accepted: "\(subject.interest)-\(school.number)-\(number)"),
                    name: "\(subject.name) \(school.place.town)", summary: nil,
                    kind: subject.kind, interests: [subject.interest],
                    joinPolicy: isMusic ? .audition : dice.pick(policies),
                    capacity: dice.number(in: 8...32),
                    ageBands: dice.happens(0.35) ? dice.pick(ClubSubject.bands) : nil,
                    languages: [school.place.locale], timeZone: school.place.timeZone,
                    visibility: dice.pick([.school, .school, .network, .members]),
                    reapplyAfterDays: dice.pick([0, 14, 30]),
                    seatOfferHours: dice.pick([0, 24, 48, 48, 72]), groups: subject.groups,
                    leads: [dice.pick(school.teachers).id]))
        }
    }
}

/// What clubs are about, the most popular first.
struct ClubSubject: Sendable {
    let name: String
    let kind: Club.Kind
    let interest: Interest
    var groups: [GroupName]?

    static let all = [
        ClubSubject(name: "Chess", kind: .chess, interest: "chess", groups: ["a-team", "b-team"]),
        ClubSubject(name: "Football", kind: .general, interest: "football"),
        ClubSubject(
            name: "Choir", kind: .music, interest: "choir",
            groups: ["sopranos", "altos", "tenors", "basses"]),
        ClubSubject(
            name: "Robotics", kind: .science, interest: "robotics", groups: ["build", "code"]),
        ClubSubject(name: "Drama", kind: .general, interest: "drama"),
        ClubSubject(name: "Coding", kind: .science, interest: "coding"),
        ClubSubject(name: "Reading", kind: .general, interest: "reading"),
        ClubSubject(
            name: "Orchestra", kind: .music, interest: "orchestra",
            groups: ["strings", "winds", "percussion"]),
        ClubSubject(name: "Astronomy", kind: .science, interest: "astronomy"),
        ClubSubject(name: "Debating", kind: .general, interest: "debating"),
        ClubSubject(name: "Gardening", kind: .science, interest: "gardening"),
        ClubSubject(name: "Karate", kind: .general, interest: "karate"),
    ]

    static let bands: [[AgeBand]] = [
        [.under10, .from10], [.from10, .from13], [.from13, .from16], [.from16],
    ]
}
