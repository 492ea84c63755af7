import Vocabulary

extension Club {
    /// How large a club and its parts may grow.
    package enum Limits {
        package static let capacity = 10_000
        /// Reordering writes the list twice, which has to fit into one batch of the log (64 KiB).
        package static let waitlist = 500
        package static let requests = 1_000
        /// Expired and spent ones count until they are revoked.
        package static let invites = 200
        /// People with a role, members or not.
        package static let roleHolders = 500
        static let name = 1...120
        static let summary = 0...1_000
        static let interests = 0...20
        static let languages = 0...20
        static let ageBands = 0...AgeBand.allCases.count
        static let groups = 0...50
        static let openTo = 0...200
        static let leads = 1...20
        static let reapplyAfterDays = 0...365
        static let seatOfferHours = 0...720
        static let maxUses = 1...1_000
    }
}
