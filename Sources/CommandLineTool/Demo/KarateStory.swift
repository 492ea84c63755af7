import EventSourcing
import Foundation
import Vocabulary

/// The life of the karate club, told through the real commands over HTTP.
///
/// Who was a member and who went with whom is as the paper has it. The days are invented: the
/// founding, a member every fortnight, and the week in which the club fell apart; so are the names
/// but for the paper's own two, and the new club's.
struct KarateStory: Sendable {
    static let club = "karate"
    static let newClub = "mr-his-karate"
    static let timeZone = "America/Chicago"

    /// Invented days.
    enum Day {
        static let registration = CivilDate(1970, 9, 1)
        static let founding = CivilDate(1970, 9, 7)
        static let dispute = CivilDate(1972, 4, 3)
        /// From the first who joins to the last: a fortnight each.
        static let daysBetweenJoinings: Int64 = 14
        /// How many leave on each day of the dispute's week.
        static let leavingADay = 6

        static let before = dispute.adding(days: -1)
        static let during = dispute.adding(days: 1)
        static let after = dispute.adding(days: 7)
    }

    let data: KarateClub
    let teller: StoryTeller
    let school: SchoolID
    let admin: PersonID

    /// What was found at the end, by asking the service about three days.
    struct Rosters: Sendable {
        let before: Counts
        let during: Counts
        let after: Counts

        struct Counts: Equatable, Sendable {
            let old: Int
            /// Nothing on days before the new club was founded.
            let new: Int?
        }
    }

    /// - Parameter chapter: Told what has happened, a line each.
    /// - Throws: `Failure`, where the service refuses what it should accept.
    func tell(chapter: (String) -> Void) async throws -> Rosters {
        let people = try await register()
        chapter("\(people.count) people are registered at the university")
        try await found(people)
        chapter("\(Day.founding)  the karate club is founded; Mr. Hi teaches, John A. presides")
        try await joinAll(people)
        chapter("\(Day.founding) … \(lastJoining)  34 people join, a fortnight apart")
        let position = try await split(people)
        chapter("\(Day.dispute) …  the club splits: half leave and follow Mr. Hi")
        return try await rosters(seenBy: people, position)
    }

    // MARK: The chapters

    private typealias People = [Int: PersonID]

    private func register() async throws -> [Int: PersonID] {
        await teller.turn(to: Day.registration, at: 9)
        var people: People = [:]
        for member in data.members {
            let answer = try await teller.wish(
                admin, "register \(member.id)",
                ServiceRequest(
                    .post, "people",
                    body: [
                        "school": school, "kind": "adult", "ageBand": "adult",
                        "displayName": member.name, "timeZone": Self.timeZone,
                    ]))
            guard let stream = answer.body["stream"]?.string,
                let person = PersonID(String(stream.trimmingPrefix("person-")))
            else { throw Failure(.bug, "the service has told no stream of a new person") }
            people[member.id] = person
        }
        for organizer in [KarateClub.instructor, KarateClub.president] {
            try await teller.wish(
                admin, "organizer \(organizer)",
                ServiceRequest(
                    .post, "people", PathPart(try person(organizer, of: people)), "roles",
                    body: ["role": "organizer"]))
        }
        return people
    }

    private func found(_ people: People) async throws {
        await teller.turn(to: Day.founding, at: 18)
        let instructor = try person(KarateClub.instructor, of: people)
        try await found(
            Self.club, "Karate Club",
            "A university's karate club, as Zachary watched it from 1970 to 1972. Who was a member "
                + "is real; the days on which people came are invented.",
            by: instructor)
    }

    private func joinAll(_ people: People) async throws {
        for (index, member) in data.members.enumerated() {
            await teller.turn(to: joining(index), at: 19)
            try await join(Self.club, try person(member.id, of: people), "\(member.id)")
        }
        let instructor = try person(KarateClub.instructor, of: people)
        try await teller.wish(
            instructor, "the president leads too",
            ServiceRequest(
                .post, "clubs", PathPart(Self.club), "roles",
                body: ["person": try person(KarateClub.president, of: people), "role": "lead"]))
    }

    /// The instructor founds a club of his own, and his side goes over, a few on each day.
    private func split(_ people: People) async throws -> String? {
        let instructor = try person(KarateClub.instructor, of: people)
        await teller.turn(to: Day.dispute, at: 17)
        try await found(
            Self.newClub, "Mr. Hi's Karate Club",
            "Founded by those who left the karate club with their instructor. The week in which "
                + "they left is invented.",
            by: instructor)
        var position: String?
        for (index, member) in data.members(of: .instructor).enumerated() {
            let day = Day.dispute.adding(days: Int64(index / Day.leavingADay))
            await teller.turn(to: day, at: 18)
            let person = try person(member.id, of: people)
            try await teller.wish(
                person, "leave \(member.id)",
                ServiceRequest(
                    .delete, "clubs", PathPart(Self.club), "members", PathPart(person),
                    body: ["reasonCode": "followed-the-instructor"]))
            position = try await join(Self.newClub, person, "over \(member.id)").position
        }
        await teller.turn(to: Day.after, at: 12)
        return position
    }

    /// The two clubs on the evening before, in the middle, and a week later.
    private func rosters(seenBy people: People, _ position: String?) async throws -> Rosters {
        let viewer = try person(KarateClub.president, of: people)
        let instructor = try person(KarateClub.instructor, of: people)
        func counts(_ day: CivilDate) async throws -> Rosters.Counts {
            let old = try await roster(Self.club, viewer, day, position)
            let new = try await roster(Self.newClub, instructor, day, position)
            return .init(old: old ?? 0, new: new)
        }
        return Rosters(
            before: try await counts(Day.before), during: try await counts(Day.during),
            after: try await counts(Day.after))
    }

    // MARK: The wishes

    private func found(
        _ slug: String, _ name: String, _ summary: String, by person: PersonID
    ) async throws {
        try await teller.wish(
            person, "found \(slug)",
            ServiceRequest(
                .post, "clubs",
                body: [
                    "hostSchool": school, "slug": slug, "name": name, "summary": summary,
                    "timeZone": Self.timeZone, "visibility": "public", "leads": [person],
                    "interests": ["karate"],
                ]))
    }

    @discardableResult
    private func join(
        _ club: String, _ person: PersonID, _ key: String
    ) async throws -> ServiceAnswer {
        try await teller.wish(
            person, "join \(key)",
            ServiceRequest(.post, "clubs", PathPart(club), "members", body: [:])
        )
    }

    /// How many members a club had at the end of a day; nothing before it was founded.
    private func roster(
        _ club: String, _ viewer: PersonID, _ day: CivilDate, _ position: String?
    ) async throws -> Int? {
        var request = ServiceRequest(.get, "clubs", PathPart(club), "members")
        request.add(query: "asOf", "\(day)T23:59:59Z")
        do {
            return try await teller.ask(viewer, request, atLeast: position).count
        } catch let failure as Failure where failure.status == .notFound {
            return nil
        }
    }

    private func joining(_ index: Int) -> CivilDate {
        Day.founding.adding(days: Int64(index) * Day.daysBetweenJoinings)
    }

    private var lastJoining: CivilDate { joining(data.members.count - 1) }

    private func person(_ number: Int, of people: People) throws -> PersonID {
        guard let person = people[number] else {
            throw Failure(.bug, "member \(number) is not in the data of the karate club")
        }
        return person
    }
}
