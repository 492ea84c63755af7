/// A time of day on somebody's wall, to the minute: `21:00`.
package struct LocalTime: CheckedText {
    package static let rule = "a time of day from 00:00 to 23:59, such as 21:00"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return false }
        return hour < 24 && minute < 60
    }
}
