import EventSourcing
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Gateway

/// Moments as a page says them.
struct LocalClockTests {
    @Test(arguments: ["UTC", "Europe/London", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"])
    func `a moment reads as the calendar has it, before 1970 and on days that change the clocks`(
        zone: String
    ) throws {
        let clock = LocalClock(try #require(TimeZoneID(zone)))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: zone))
        var dice = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            // From 1950 to 2037, to the microsecond.
            let microseconds = Int64.random(
                in: -631_152_000_000_000...2_114_380_800_000_000, using: &dice)
            let moment = Timestamp(microseconds: microseconds)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute],
                from: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000))
            let day = CivilDate(
                year: Int64(parts.year ?? 0), month: Int64(parts.month ?? 0),
                day: Int64(parts.day ?? 0))
            #expect(clock.day(of: moment) == day, "\(moment)")
            let time = String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
            let words = clock.words(moment)
            #expect(words.full == "\(words.day), \(time)", "\(moment)")
        }
    }
}
