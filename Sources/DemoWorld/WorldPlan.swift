import EventSourcing
import Foundation

/// How large an invented world is; with its seed it says all that will happen in it.
package struct WorldPlan: Sendable {
    package static let schoolLimit = 2000
    package static let studentLimit = 2_000_000
    package static let weekLimit = 100
    /// A Monday; the latest week of a world of 100 weeks lies before the end of 2026.
    package static let standardStart = Timestamp(microseconds: 1_725_235_200_000_000)
    /// How many schools meet in one tenant at most.
    static let networkLimit = 5

    package let schools: Int
    package let students: Int
    package let weeks: Int
    package let seed: UInt64
    /// The midnight (UTC) of a Monday.
    package let start: Timestamp
    /// What the tenants' slugs begin with.
    package let name: String

    package init(
        schools: Int, students: Int, weeks: Int, seed: UInt64, start: Timestamp = standardStart,
        name: String = "world"
    ) {
        self.schools = schools
        self.students = students
        self.weeks = weeks
        self.seed = seed
        self.start = start
        self.name = name
    }

    package var end: Timestamp { start.advanced(by: .seconds(weeks * 7 * 86_400)) }

    /// The tenants, each with its schools and the number of students of each school.
    package var networks: [NetworkPlan] {
        var dice = Dice(seed: seed, "networks")
        var networks: [NetworkPlan] = []
        var first = 0
        while first < schools {
            let count = min(schools - first, dice.number(in: 1...Self.networkLimit))
            let students = (first..<first + count).map { school in
                self.students * (school + 1) / schools - self.students * school / schools
            }
            networks.append(
                NetworkPlan(world: self, number: networks.count + 1, students: students))
            first += count
        }
        return networks
    }
}

/// One tenant of a world.
package struct NetworkPlan: Sendable {
    let world: WorldPlan
    let number: Int
    /// Of each school.
    let students: [Int]

    package var slug: String { "\(world.name)-\(world.seed)-\(number)" }

    package var tenant: TenantID { TenantID(id("tenant")) }

    func dice(_ subject: String) -> Dice {
        Dice(seed: world.seed, "\(slug)/\(subject)")
    }

    func id(_ subject: String) -> UUID {
        var dice = dice("id of \(subject)")
        return dice.uuid()
    }

    /// A moment of the story.
    func time(week: Int, day: Weekday, hour: Int) -> Timestamp {
        world.start.advanced(
            by: .seconds(((week * 7 + day.rawValue) * 24 + hour) * 3600))
    }

    enum Weekday: Int {
        case monday, tuesday, wednesday, thursday, friday
    }
}
