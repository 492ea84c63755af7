import EventSourcing
import TestSupport
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)),
        ("2027-03-09T18:00:00Z", 1_804_615_200_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2000-02-29T12:30:15.000001Z", 951_827_415_000_001),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ])
    func `a time reads and writes the same text`(text: String, microseconds: Int64) throws {
        let time = try #require(Timestamp(text))
        #expect(time.microseconds == microseconds)
        #expect(time.description == text)
    }

    @Test(arguments: [
        ("2027-03-09T19:00:00+01:00", "2027-03-09T18:00:00Z"),
        ("2027-03-09T12:30:00-05:30", "2027-03-09T18:00:00Z"),
        ("2027-03-09t18:00:00z", "2027-03-09T18:00:00Z"),
        ("2027-03-09T18:00:00.5Z", "2027-03-09T18:00:00.500000Z"),
        ("2027-03-09T18:00:00.123456789Z", "2027-03-09T18:00:00.123456Z"),
    ])
    func `every form of RFC 3339 means the same in UTC`(text: String, utc: String) {
        #expect(Timestamp(text)?.description == utc)
    }

    @Test(arguments: [
        "", "2027-03-09", "2027-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-03-09T24:00:00Z",
        "2027-03-09T18:00:00", "2027-03-09T18:00:00.Z", "2027-03-09T18:00:00Zx",
        "27-03-09T18:00:00Z",
        // Beyond the years 0001…9999, in themselves or once the offset is taken off.
        "0000-01-01T00:00:00Z", "0000-12-31T23:59:59-10:00", "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-10:00", "9999-12-31T23:59:60Z",
    ])
    func `what is no time is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever time is accepted can be read again`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func digits(_ count: Int, _ bounds: ClosedRange<Int>) -> String {
            let text = String(Int.random(in: bounds, using: &generator))
            return String(repeating: "0", count: count - text.count) + text
        }
        var accepted = 0
        for _ in 0..<500 {
            let edges = ["0000", "0001", "9998", "9999", digits(4, 0...9999)]
            let year = edges[Int.random(in: edges.indices, using: &generator)]
            let date = "\(year)-\(digits(2, 1...12))-\(digits(2, 1...31))"
            let time = "\(digits(2, 0...23)):\(digits(2, 0...59)):\(digits(2, 0...60))"
            let sign = Bool.random(using: &generator) ? "+" : "-"
            let offset = "\(sign)\(digits(2, 0...23)):\(digits(2, 0...59))"
            guard let moment = Timestamp("\(date)T\(time).\(digits(3, 0...999))\(offset)")
            else { continue }
            accepted += 1
            #expect(Timestamp(moment.description) == moment)
        }
        #expect(accepted > 100)
    }

    @Test func `a moment far away is the last that can be written`() {
        let (first, last) = (Timestamp.first, Timestamp.last)
        #expect(last.description == "9999-12-31T23:59:59.999999Z")
        #expect(first.description == "0001-01-01T00:00:00Z")
        for seconds in [Int64(1), 400_000_000_000, .max] {
            #expect(last.advanced(by: .seconds(seconds)) == last)
            #expect(first.advanced(by: .seconds(-seconds)) == first)
        }
    }

    @Test(arguments: ["0000-01-01", "0000-12-31", "-001-01-01", "10000-01-01"])
    func `a day without a year of its own is refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func `days count through every leap year of four centuries`() throws {
        var date = try #require(CivilDate("1900-01-01"))
        let end = try #require(CivilDate("2300-01-01"))
        var days = 0
        while date < end {
            #expect(CivilDate(date.description) == date)
            date = CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1)
            days += 1
        }
        #expect(days == 146_097)
    }
}
