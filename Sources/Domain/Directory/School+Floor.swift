import Vocabulary

extension School.Policy {
    /// What no school may go below, whatever its admin wishes.
    ///
    /// One floor for every country. A state may ask for more (GDPR Art. 8 lets it choose from 13
    /// to 16 years): that is for the operator to set, and nothing here is legal advice.
    package enum Floor {
        /// COPPA asks for parental consent below 13; past 18 nobody has a guardian.
        package static let consentAge = 13...18
        /// Fewer than five people can be told apart by those who know them.
        package static let minCell = 5...100
        /// No indefinite retention: COPPA Rule as amended in 2025.
        package static let retentionMonths = 1...120
    }

    /// A rule of the floor that a policy breaks, with what it asks for.
    package enum Breach: Equatable, Sendable {
        case consentAge(Int, allowed: ClosedRange<Int>)
        case minCell(Int, allowed: ClosedRange<Int>)
        case retentionMonths(Int, allowed: ClosedRange<Int>)
        /// Bands with people below the consent age in which no guardian would be asked.
        case joinsWithoutGuardian([AgeBand])
        case friendsWithoutGuardian([AgeBand])
    }

    /// The first rule that is broken, in the order above.
    package var breachOfFloor: Breach? {
        if !Floor.consentAge.contains(consentAge) {
            return .consentAge(consentAge, allowed: Floor.consentAge)
        }
        if !Floor.minCell.contains(minCell) { return .minCell(minCell, allowed: Floor.minCell) }
        if !Floor.retentionMonths.contains(retentionMonths) {
            return .retentionMonths(retentionMonths, allowed: Floor.retentionMonths)
        }
        let unasked = { (asked: [AgeBand]) in
            AgeBand.allCases.filter { $0.youngest < consentAge && !asked.contains($0) }
        }
        let joins = unasked(guardianApproval.join)
        if !joins.isEmpty { return .joinsWithoutGuardian(joins) }
        let friends = friendship == .off ? [] : unasked(guardianApproval.friend)
        return friends.isEmpty ? nil : .friendsWithoutGuardian(friends)
    }
}
