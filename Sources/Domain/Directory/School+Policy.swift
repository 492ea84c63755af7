import Vocabulary

extension School {
    /// What a school allows its people, and from what age.
    package struct Policy: Codable, Equatable, Sendable {
        /// The age from which a student consents without a guardian.
        package var consentAge: Int
        package var adultContact: AdultContact
        package var friendship: FriendshipReach
        package var guardianApproval: GuardianApproval
        /// Posts of people in younger bands are read by somebody before they appear.
        package var preModerateBelow: AgeBand
        /// When nobody is notified, in the time zone of whoever would be.
        package var quietHours: QuietHours
        /// The smallest number of people that a published sum may be about.
        package var minCell: Int
        package var retentionMonths: Int
        /// Which terms of use a consent is about: `2026-09`.
        package var termsVersion: String

        package init(
            consentAge: Int, adultContact: AdultContact, friendship: FriendshipReach,
            guardianApproval: GuardianApproval, preModerateBelow: AgeBand, quietHours: QuietHours,
            minCell: Int, retentionMonths: Int, termsVersion: String
        ) {
            self.consentAge = consentAge
            self.adultContact = adultContact
            self.friendship = friendship
            self.guardianApproval = guardianApproval
            self.preModerateBelow = preModerateBelow
            self.quietHours = quietHours
            self.minCell = minCell
            self.retentionMonths = retentionMonths
            self.termsVersion = termsVersion
        }

        /// What a school starts with: the strictest consent age of GDPR Art. 8, friends within a
        /// club, and nothing said by night.
        package static let standard = Policy(
            consentAge: 16, adultContact: .groupsOnly, friendship: .sameClub,
            guardianApproval: GuardianApproval(
                join: [.under10, .from10, .from13], friend: [.under10, .from10, .from13]),
            preModerateBelow: .from13, quietHours: QuietHours(from: "20:00", to: "07:00"),
            minCell: 10, retentionMonths: 24, termsVersion: "1")
    }
}

extension School.Policy {
    /// How an adult may reach a minor.
    package enum AdultContact: String, Codable, CaseIterable, Sendable {
        /// With a guardian reading along.
        case copied
        case groupsOnly = "groups-only"
    }

    /// How far a student's friends may be away.
    package enum FriendshipReach: String, Codable, CaseIterable, Sendable {
        case off
        case sameClub = "same-club"
        case sameSchool = "same-school"
        case network
    }

    /// The age bands in which a guardian decides and not the student.
    package struct GuardianApproval: Codable, Equatable, Sendable {
        package var join: [AgeBand]
        package var friend: [AgeBand]

        package init(join: [AgeBand], friend: [AgeBand]) {
            self.join = join
            self.friend = friend
        }
    }

    /// From one time of day to another; past midnight where the second is the earlier one.
    package struct QuietHours: Codable, Equatable, Sendable {
        package var from: LocalTime
        package var to: LocalTime

        package init(from: LocalTime, to: LocalTime) {
            self.from = from
            self.to = to
        }
    }
}
