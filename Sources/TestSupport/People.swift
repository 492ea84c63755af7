import EventSourcing
import Foundation

extension ID {
    /// The id with this number in its last digits, so that failures can be read.
    package static func number(_ number: UInt16) -> ID {
        ID(
            UUID(
                uuid: (
                    0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0,
                    UInt8(number >> 8), UInt8(number & 0xff)
                )))
    }
}

/// People whom tests speak of by name.
extension PersonID {
    package static let ada = PersonID.number(0xada)
    package static let grace = PersonID.number(0x9ace)
    package static let edsger = PersonID.number(0xed5)
    package static let barbara = PersonID.number(0xba3b)
    package static let alan = PersonID.number(0xa1a)
    package static let mary = PersonID.number(0x3a3)
}

extension Timestamp {
    /// A Tuesday afternoon on which nothing else happens: 2027-03-09T16:00:00Z.
    package static let tuesday = Timestamp(microseconds: 1_804_608_000_000_000)

    package func hours(_ count: Int) -> Timestamp { advanced(by: .seconds(count * 3_600)) }
    package func days(_ count: Int) -> Timestamp { hours(count * 24) }
}
