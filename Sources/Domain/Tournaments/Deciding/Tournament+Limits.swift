import Vocabulary

extension Tournament {
    /// How large a tournament and its parts may grow.
    package enum Limits {
        /// Players, withdrawn ones included; a round of so many fits into one command.
        package static let players = 1_000
        package static let waitlist = 500
        static let name = 1...120
        static let rounds = 1...64
        static let capacity = 2...players
        static let seed = 0...9_007_199_254_740_991
        static let rating = 1...4_000
        static let roundTimes = 0...64
        static let windowDays = 1...90
        static let initialSeconds = 0...86_400
        static let incrementSeconds = 0...3_600
        /// In hundredths of a point.
        static let points = 0...10_000
        static let tieBreaks = 0...12
        static let avoid = 0...200
        static let avoided = 2...50
        static let byes = 0...64
        static let autoConfirmHours = 1...336
        static let proposedTimes = 1...10
        static let overrideChanges = 1...1_000
        /// Events that one command may bring about; the log takes a thousand.
        static let eventsPerCommand = 900
        static let eligibleSchools = 200
    }
}
