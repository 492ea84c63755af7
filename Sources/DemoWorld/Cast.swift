import EventSourcing
import Vocabulary

/// Who is in a network's story, before anything has happened.
struct Cast: Sendable {
    let plan: NetworkPlan
    let schools: [SchoolRole]

    struct SchoolRole: Sendable {
        let number: Int
        let id: SchoolID
        let place: Place
        let name: String
        let admin: PersonRole
        let teachers: [PersonRole]
        let students: [PersonRole]
    }

    struct PersonRole: Sendable {
        let id: PersonID
        let school: SchoolID
        let name: String
        let ageBand: AgeBand
        let sourcedId: SourcedID
    }

    /// How many students there are for one teacher.
    static let studentsPerTeacher = 40
    /// How many of a hundred students are in each band.
    static let ages: [(band: AgeBand, share: Int)] = [
        (.under10, 20), (.from10, 27), (.from13, 31), (.from16, 22),
    ]

    init(_ plan: NetworkPlan) {
        self.plan = plan
        schools = plan.students.enumerated().map { index, students in
            Self.school(index + 1, of: plan, students: students)
        }
    }

    private static func school(
        _ number: Int, of plan: NetworkPlan, students: Int
    ) -> SchoolRole {
        var dice = plan.dice("school \(number)")
        let id = SchoolID(plan.id("school \(number)"))
        let place = dice.pick(Place.all)
        func person(_ kind: String, _ count: Int, _ band: AgeBand) -> PersonRole {
            PersonRole(
                id: PersonID(plan.id("\(kind) \(count) of school \(number)")), school: id,
                name: Names.name(in: place.culture, &dice), ageBand: band,
                sourcedId: SourcedID(accepted: "\(kind)-\(number)-\(count)"))
        }
        return SchoolRole(
            number: number, id: id, place: place, name: "\(place.town) \(number)",
            admin: person("admin", 1, .adult),
            teachers: (1...max(2, students / studentsPerTeacher)).map {
                person("teacher", $0, .adult)
            },
            students: (0..<students).map { person("student", $0 + 1, band(of: $0)) })
    }

    /// In turn, so that every size of school has every age.
    private static func band(of index: Int) -> AgeBand {
        var place = index * 37 % 100
        for (band, share) in ages {
            if place < share { return band }
            place -= share
        }
        return .from16
    }
}
