import EventSourcing
import Foundation

/// A day and a time on somebody's wall, to the minute: `2027-03-09T16:00`.
///
/// Only together with a zone is it a moment, and not every one is: clocks that are put forward
/// leave some out.
package struct LocalDateTime: CheckedText {
    package static let rule = "a local day and time to the minute, such as 2027-03-09T16:00"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { minutes(of: text) != nil }

    private static func minutes(of text: String) -> Int64? {
        guard text.utf8.count == 16, Array(text.utf8)[10] == UInt8(ascii: "T"),
            let day = CivilDate(String(text.prefix(10))),
            let time = LocalTime(String(text.suffix(5)))
        else { return nil }
        let parts = time.text.split(separator: ":").compactMap { Int64($0) }
        return day.daysSinceEpoch * 1440 + parts[0] * 60 + parts[1]
    }

    /// What a clock in a zone makes of it.
    package enum Reading: Equatable, Sendable {
        /// The earlier one where a clock that is put back shows the time twice.
        case moment(Timestamp)
        /// No clock shows it; these come closest.
        case skipped(nearest: [LocalDateTime])
        case unknownZone
    }

    package func read(in zone: TimeZoneID) -> Reading {
        guard let minutes = Self.minutes(of: text), let zone = TimeZone(identifier: zone.text)
        else { return .unknownZone }
        let wall = minutes * 60
        let day: Int64 = 86_400
        let offsets = [wall - day, wall + day].map { zone.offset(atSecond: $0) }
        let matching = offsets.filter { zone.offset(atSecond: wall - $0) == $0 }
        // The larger offset shows the time first.
        if let offset = matching.max() {
            return .moment(Timestamp(microseconds: (wall - offset) * 1_000_000))
        }
        let gap = abs(offsets[1] - offsets[0])
        return .skipped(nearest: [wall - gap, wall + gap].compactMap { Self(wallSecond: $0) })
    }

    /// What a clock in the zone shows at a moment; nothing for a zone that is not known.
    package init?(_ moment: Timestamp, in zone: TimeZoneID) {
        guard let zone = TimeZone(identifier: zone.text) else { return nil }
        let second = Int64((Double(moment.microseconds) / 1_000_000).rounded(.down))
        self.init(wallSecond: second + zone.offset(atSecond: second))
    }

    private init?(wallSecond second: Int64) {
        let written = Timestamp(microseconds: second * 1_000_000).description
        self.init(String(written.prefix(16)))
    }
}

extension TimeZone {
    fileprivate func offset(atSecond second: Int64) -> Int64 {
        Int64(secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
    }
}
