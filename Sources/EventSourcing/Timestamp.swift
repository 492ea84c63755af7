/// A moment in UTC to the microsecond, which is what PostgreSQL keeps.
///
/// Written as RFC 3339 in UTC, `2027-03-09T18:00:00Z`, with six digits of fraction where there is
/// one. Whole microseconds, unlike a floating `Date`, survive every round trip unchanged.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The first and the last moment that can be written with a year of four digits, as RFC 3339
    /// has it.
    package static let first = Timestamp(microseconds: -62_135_596_800_000_000)
    package static let last = Timestamp(microseconds: 253_402_300_799_999_999)

    package static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment after `duration`; saturates at the ends of what can be written.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (scaled, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, tooFar) = microseconds.addingReportingOverflow(
            scaled &+ attoseconds / 1_000_000_000_000)
        guard !tooLong, !tooFar else { return seconds < 0 ? .first : .last }
        return min(max(.init(microseconds: sum), .first), .last)
    }

    package func duration(to other: Timestamp) -> Duration {
        .microseconds(other.microseconds - microseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String {
        let seconds = microseconds.flooredQuotient(by: 1_000_000)
        let fraction = microseconds - seconds * 1_000_000
        let days = seconds.flooredQuotient(by: 86_400)
        let second = seconds - days * 86_400
        // By bytes, because each event and each row has several.
        var text: [UInt8] = []
        text.reserveCapacity(27)
        CivilDate(daysSinceEpoch: days).append(to: &text)
        text.append(UInt8(ascii: "T"))
        text.append(second / 3600, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(second / 60 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(second % 60, width: 2)
        if fraction != 0 {
            text.append(UInt8(ascii: "."))
            text.append(fraction, width: 6)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension Timestamp: LosslessStringConvertible {
    /// Reads RFC 3339 with any offset; more than six digits of fraction are cut.
    ///
    /// Nothing where the moment cannot be written again: in UTC its year is one of 0001…9999.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let date = CivilDate(reading: &reader), reader.take("T", "t", " "),
            let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.take(":"),
            let second = reader.number(digits: 2), second < 61,
            let fraction = reader.fraction(digits: 6),
            let offset = reader.offsetMinutes(), reader.isAtEnd
        else { return nil }
        let minutes = date.daysSinceEpoch * 1440 + hour * 60 + minute - offset
        self.init(microseconds: (minutes * 60 + second) * 1_000_000 + fraction)
        guard (Self.first...Self.last).contains(self) else { return nil }
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(text) is no RFC 3339 time such as 2027-03-09T18:00:00Z")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
