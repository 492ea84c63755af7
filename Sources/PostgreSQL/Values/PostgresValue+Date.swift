import EventSourcing

/// Type `date`: days since 2000-01-01.
extension CivilDate: PostgresValue {
    /// 2000-01-01 in days since 1970-01-01.
    private static let postgresEpoch: Int64 = 10_957

    package static var postgresType: PostgresType { .date }

    package func encode(into bytes: inout [UInt8]) throws {
        guard let days = Int32(exactly: daysSinceEpoch - Self.postgresEpoch) else {
            throw UnfitValue(reason: "a day that is out of range", sqlState: "22008")
        }
        bytes.append(bigEndian: days)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        let days: Int32 = try bytes.bigEndian()
        guard days != .max, days != .min else {
            throw UnfitValue(reason: "infinity, which is no day", sqlState: "22008")
        }
        self.init(daysSinceEpoch: Int64(days) + Self.postgresEpoch)
    }
}
