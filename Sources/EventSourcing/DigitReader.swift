/// Reads dates and times from ASCII, digit by digit, and allocates nothing.
struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ characters: Unicode.Scalar...) -> Bool {
        guard let next = rest.first, characters.contains(Unicode.Scalar(next)) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The fraction scaled to `digits` places, zero where there is none.
    mutating func fraction(digits: Int) -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < digits { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, digits - count) { value *= 10 }
        return value
    }

    /// `Z` or `±hh:mm`.
    mutating func offsetMinutes() -> Int64? {
        if take("Z", "z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(digits: 2), hours < 24, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }

    private mutating func digit() -> Int64? {
        guard let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
        else { return nil }
        rest.removeFirst()
        return Int64(next - UInt8(ascii: "0"))
    }
}
