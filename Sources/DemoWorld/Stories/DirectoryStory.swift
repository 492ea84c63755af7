import CommandHandling
import Directory
import EventSourcing
import Vocabulary

/// Schools with their zones, policies and terms; staff, and students of every age.
///
/// Guardians have no part yet: nothing of them can be told before their context is there.
struct DirectoryStory: SeedStory {
    /// How many students say what they like.
    static let declaring = 0.7
    /// How many students move away in a week.
    static let movingAway = 0.0008
    /// Of those who are away, how many come back in a week.
    static let returning = 0.05
    static let weeksOfTerm = 13

    func beginning(of cast: Cast) -> [Scene] {
        func scene(_ hour: Int, _ wishes: @escaping (Cast.SchoolRole) -> [Intent]) -> Scene {
            let intents = cast.schools.flatMap(wishes)
            return Scene(at: cast.plan.time(week: 0, day: .monday, hour: hour)) { _ in intents }
        }
        return [
            scene(5) { school in opening(school) + terms(school, cast) },
            scene(6) { staff(of: $0) },
            scene(7) { school in school.students.map { registration($0, by: school) } },
            scene(8) { school in school.students.compactMap { interests($0, cast) } },
        ]
    }

    func scenes(of cast: Cast, week: Int) -> [Scene] {
        let at = cast.plan.time(week: week, day: .friday, hour: 14)
        return [
            Scene(at: at) { state in
                cast.schools.flatMap { school in
                    school.students.compactMap { student in
                        var dice = cast.plan.dice("whereabouts of \(student.id) in week \(week)")
                        let isHere = state.people[student.id]?.isActive ?? false
                        guard dice.happens(isHere ? Self.movingAway : Self.returning) else {
                            return nil
                        }
                        return Intent(
                            school.admin.id,
                            .person(
                                student.id,
                                isHere
                                    ? .deactivate(reasonCode: "moved-away")
                                    : .reactivate(reasonCode: "came-back")))
                    }
                }
            }
        ]
    }

    private func opening(_ school: Cast.SchoolRole) -> [Intent] {
        var policy = School.Policy.standard
        policy.consentAge = school.place.consentAge
        let asked = AgeBand.allCases.filter { $0.youngest < policy.consentAge }
        policy.guardianApproval = .init(join: asked, friend: asked)
        return [
            Intent(
                .operator,
                .school(
                    school.id,
                    .register(
                        name: school.name, timeZone: school.place.timeZone,
                        locale: school.place.locale, country: school.place.country,
                        policy: policy))),
            Intent(.operator, .person(school.admin.id, registration(school.admin, .adult))),
            Intent(.operator, .person(school.admin.id, .assignRole(role: .admin))),
        ]
    }

    private func terms(_ school: Cast.SchoolRole, _ cast: Cast) -> [Intent] {
        let first = cast.plan.world.start.day
        let count = (cast.plan.world.weeks + Self.weeksOfTerm - 1) / Self.weeksOfTerm
        return (0..<max(1, count)).map { number in
            let start = first + Int64(number * Self.weeksOfTerm * 7)
            return Intent(
                school.admin.id,
                .school(
                    school.id,
                    .openTerm(
                        term: TermID(cast.plan.id("term \(number) of school \(school.number)")),
                        name: "Term \(number + 1)", startsOn: CivilDate(daysSinceEpoch: start),
                        endsOn: CivilDate(
                            daysSinceEpoch: start + Int64(Self.weeksOfTerm * 7 - 10)))))
        }
    }

    private func staff(of school: Cast.SchoolRole) -> [Intent] {
        school.teachers.enumerated().flatMap { index, teacher in
            let role: Person.Role =
                switch index % 8 {
                case 1: .organizer
                case 3: .pastoral
                case 5: .moderator
                default: .teacher
                }
            return [
                Intent(school.admin.id, .person(teacher.id, registration(teacher, .adult))),
                Intent(school.admin.id, .person(teacher.id, .assignRole(role: role))),
            ]
        }
    }

    private func registration(_ student: Cast.PersonRole, by school: Cast.SchoolRole) -> Intent {
        Intent(school.admin.id, .person(student.id, registration(student, .student)))
    }

    private func registration(_ person: Cast.PersonRole, _ kind: PersonKind) -> PersonWish {
        .register(
            school: person.school, kind: kind, ageBand: person.ageBand, displayName: person.name,
            timeZone: nil, locale: nil, sourcedId: person.sourcedId, consentAgeOn: nil,
            adultOn: nil)
    }

    private func interests(_ student: Cast.PersonRole, _ cast: Cast) -> Intent? {
        var dice = cast.plan.dice("interests of \(student.id)")
        guard dice.happens(Self.declaring) else { return nil }
        let liked = Set((0..<dice.number(in: 1...5)).map { _ in dice.pickPopular(Interest.known) })
        return Intent(
            student.id,
            .person(
                student.id,
                .declareInterests(
                    interests: liked.sorted(), strengths: nil,
                    pace: dice.pick(Person.Pace.allCases))))
    }
}

extension Timestamp {
    /// The day in UTC, counted from 1970.
    fileprivate var day: Int64 { microseconds / 86_400_000_000 }
}
