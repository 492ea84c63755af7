import EventSourcing
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
    ])
    func `what is no time is refused`(text: String) {
        #expect(Timestamp(text) == nil)
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
