import Catalog
import Clubs
import EventSourcing
import EventStorage
import ReadModels
import Vocabulary

/// What has happened to a club as a whole, day by day: numbers, and nobody's name.
///
/// Days are those of the recording, as `asOf` counts them, in the zone of `LocalClock`.
struct ClubLife: Sendable {
    /// How many events are looked at, the newest ones.
    static let eventLimit = 5000
    static let pageLimit = 1000

    struct Day: Equatable, Sendable {
        let date: CivilDate
        var joined = 0
        var left = 0
        var waitlisted = 0
        /// What else has happened, in words.
        var notes: [String] = []
        /// In the evening.
        var members = 0

        init(_ date: CivilDate) { self.date = date }
    }

    /// Those on which something has happened, in order.
    let days: [Day]
    /// Whether the first day is the founding's.
    let isWhole: Bool

    /// - Parameter members: How many there are behind the last event.
    init(_ events: [Recorded<Club.Event>], members: Int, isWhole: Bool, clock: LocalClock) {
        var days: [Day] = []
        for recorded in events {
            let date = clock.day(of: recorded.recordedAt)
            var day = days.last.flatMap { $0.date == date ? $0 : nil } ?? Day(date)
            guard day.take(recorded.event) else { continue }
            if days.last?.date == date { days.removeLast() }
            days.append(day)
        }
        var evening = members
        for index in days.indices.reversed() {
            days[index].members = evening
            evening -= days[index].joined - days[index].left
        }
        self.days = days
        self.isWhole = isWhole
    }
}

extension ClubLife.Day {
    /// Counts an event; `false` for one that is nobody's business outside the club.
    fileprivate mutating func take(_ event: Club.Event) -> Bool {
        switch event {
        case .memberJoined: joined += 1
        case .memberLeft, .memberRemoved: left += 1
        case .memberWaitlisted: waitlisted += 1
        case .founded: notes.append("the club is founded")
        case .profileUpdated(let changes):
            notes.append(changes.name.map { "renamed to \($0)" } ?? "the description changes")
        case .capacitySet(_, let seats):
            notes.append(seats.map { "now \($0) seats" } ?? "now a seat for everybody")
        case .enrolmentOpened: notes.append("enrolment is opened")
        case .enrolmentClosed: notes.append("enrolment is closed")
        case .archived: notes.append("the club is archived")
        case .restored: notes.append("the club is restored")
        case .waitlistReordered: notes.append("the waitlist is put into another order")
        case .roleAssigned(_, .lead, _):
            // Its first leads come with the club.
            if !notes.contains("the club is founded") { notes.append("a new lead") }
        case .roleRevoked(_, .lead): notes.append("a lead steps down")
        case .joinRequested, .joinApproved, .joinDeclined, .joinWithdrawn, .seatOffered,
            .seatAccepted, .seatDeclined, .seatOfferLapsed, .memberSuspended, .suspensionLifted,
            .roleAssigned, .roleRevoked, .groupAssigned, .buddyAssigned, .inviteIssued,
            .inviteRedeemed, .inviteRevoked:
            return false
        }
        return true
    }

    /// `6 leave, 1 joins the waitlist`.
    var words: String {
        var parts = notes.reduce(into: [String]()) { parts, note in
            if !parts.contains(note) { parts.append(note) }
        }
        if joined > 0 { parts.append("\(joined) \(joined == 1 ? "joins" : "join")") }
        if left > 0 { parts.append("\(left) \(left == 1 ? "leaves" : "leave")") }
        if waitlisted > 0 {
            parts.append(
                "\(waitlisted) \(waitlisted == 1 ? "joins" : "join") the waitlist")
        }
        let words = parts.joined(separator: ", ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension GatewayParts {
    /// - Complexity: One read of the newest `ClubLife.eventLimit` events of the club's stream.
    func life(
        of club: Answer<ClubView>, in tenant: TenantID, clock: LocalClock
    ) async throws -> ClubLife {
        let stream = StreamName(category: Club.category, id: club.value.club.uuid)
        var version = max(0, club.value.version - ClubLife.eventLimit)
        let isWhole = version == 0
        var events: [Recorded<Club.Event>] = []
        while true {
            let page = try await log.read(
                stream, of: tenant, after: version, through: club.position,
                limit: ClubLife.pageLimit)
            events += try page.map { recorded in
                try recorded.map { try EventCodec.catalog.decode($0, as: Club.Event.self) }
            }
            guard page.count == ClubLife.pageLimit, let last = page.last else { break }
            version = last.version
        }
        return ClubLife(
            events, members: club.value.members, isWhole: isWhole, clock: clock)
    }
}
