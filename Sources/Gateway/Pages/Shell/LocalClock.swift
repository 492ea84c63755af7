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
        CivilDate(daysSinceEpoch: read(moment).days)
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
        let (days, seconds) = read(moment)
        let time = [seconds / 3600, seconds / 60 % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        let day = CivilDate(daysSinceEpoch: days).shortWords
        return LocalMoment(iso: moment.description, day: day, full: "\(day), \(time)")
    }

    /// What the clock shows: the days since 1970, and the seconds of the day. The calendar would
    /// say the same, ten times slower, and a page asks for thousands of moments.
    private func read(_ moment: Timestamp) -> (days: Int64, seconds: Int) {
        let date = moment.date
        let shown = date.timeIntervalSince1970 + Double(calendar.timeZone.secondsFromGMT(for: date))
        let days = (shown / 86_400).rounded(.down)
        return (Int64(days), Int(shown - days * 86_400))
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
