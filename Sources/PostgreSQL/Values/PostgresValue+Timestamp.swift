import EventSourcing

/// Type `timestamptz`: microseconds since 2000-01-01 UTC, from 4713 BC to 294276 AD.
extension Timestamp: PostgresValue {
    /// 2000-01-01 UTC in microseconds since 1970-01-01 UTC.
    private static let postgresEpoch: Int64 = 946_684_800_000_000
    /// What the server's type holds, in microseconds since 2000-01-01 UTC.
    private static let postgresRange: Range<Int64> =
        -211_813_488_000_000_000..<9_223_371_331_200_000_000

    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into bytes: inout [UInt8]) throws {
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.postgresEpoch)
        guard !overflow, Self.postgresRange.contains(value) else {
            throw UnfitValue(reason: "a time outside of 4713 BC … 294276 AD", sqlState: "22008")
        }
        bytes.append(bigEndian: value)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        let value: Int64 = try bytes.bigEndian()
        guard value != .max, value != .min else {
            throw UnfitValue(reason: "infinity, which is no moment in time", sqlState: "22008")
        }
        let (microseconds, overflow) = value.addingReportingOverflow(Self.postgresEpoch)
        guard !overflow else {
            throw UnfitValue(reason: "a time beyond 64 bits of microseconds", sqlState: "22008")
        }
        self.init(microseconds: microseconds)
    }
}
