import EventSourcing
import Foundation
import Vocabulary

/// Says in words when something was, in one time zone that is named on the page.
struct LocalClock: Sendable {
    let zone: TimeZoneID
    private let calendar: Calendar

    /// A zone that this machine's tables do not know is read as UTC, and named so.
    init(_ zone: TimeZoneID) {
        var calendar = Calendar(identifier: .gregorian)
        if let known = TimeZone(identifier: zone.text) {
            self.zone = zone
            calendar.timeZone = known
        } else {
            self.zone = "UTC"
            calendar.timeZone = .gmt
        }
        self.calendar = calendar
    }

    /// `Chicago time`, with the zone's own name beside it on the page.
    var zoneWords: String {
        let place = zone.text.split(separator: "/").last.map(String.init) ?? zone.text
        return zone == "UTC" ? "UTC" : "\(place.replacing("_", with: " ")) time"
    }

    func day(of moment: Timestamp) -> CivilDate {
        let parts = calendar.dateComponents([.year, .month, .day], from: moment.date)
        let day = CivilDate(
            year: Int64(parts.year ?? 1970), month: Int64(parts.month ?? 1),
            day: Int64(parts.day ?? 1))
        guard let day else { preconditionFailure("a calendar gives days that exist") }
        return day
    }

    /// The last microsecond of the day.
    func end(of day: CivilDate) -> Timestamp {
        start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))
            .advanced(by: .microseconds(-1))
    }

    private func start(of day: CivilDate) -> Timestamp {
        let (year, month, date) = day.components
        let parts = DateComponents(year: Int(year), month: Int(month), day: Int(date))
        guard let start = calendar.date(from: parts) else {
            preconditionFailure("every day begins in every zone")
        }
        return Timestamp(
            microseconds: Int64(start.timeIntervalSince1970.rounded()) * 1_000_000)
    }

    /// `3 April 1972, 17:00`.
    func words(_ moment: Timestamp) -> LocalMoment {
        let parts = calendar.dateComponents([.hour, .minute], from: moment.date)
        let time = [parts.hour ?? 0, parts.minute ?? 0]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        let day = day(of: moment)
        return LocalMoment(
            iso: moment.description, day: day.shortWords, full: "\(day.shortWords), \(time)")
    }
}

/// A moment for `<time>`: the machine's form, and a person's.
struct LocalMoment: Equatable, Sendable {
    let iso: String
    /// `3 April 1972`.
    let day: String
    /// `3 April 1972, 17:00`.
    let full: String
}

extension CivilDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    /// 1 January 1970 was a Thursday.
    private static let weekdays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]

    /// `3 April 1972`.
    var shortWords: String {
        let (year, month, day) = components
        return "\(day) \(Self.months[Int(month) - 1]) \(year)"
    }

    /// `Monday 3 April 1972`.
    var words: String {
        let index = Int(((daysSinceEpoch % 7) + 7) % 7)
        return "\(Self.weekdays[index]) \(shortWords)"
    }

    var year: Int64 { components.year }
}

extension Timestamp {
    fileprivate var date: Date {
        Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
