import ArgumentParser
import EventSourcing

/// A past moment: a position, a time, or the end of a day in UTC.
struct AsOf: ExpressibleByArgument, Equatable, CustomStringConvertible {
    /// As the service reads it: `@10234` or RFC 3339.
    let description: String

    init?(argument: String) {
        if argument.hasPrefix("@") {
            guard let position = Int64(argument.dropFirst()), position >= 0 else { return nil }
            description = "@\(position)"
        } else if let day = CivilDate(argument) {
            description = "\(day)T23:59:59.999999Z"
        } else if let time = Timestamp(argument) {
            description = time.description
        } else {
            return nil
        }
    }
}
