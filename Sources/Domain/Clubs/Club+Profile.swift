import Vocabulary

extension Club {
    /// What a club says of itself, and how one comes in.
    package struct Profile: Codable, Equatable, Sendable {
        package var name: String
        package var summary: String
        package var kind: Kind
        package var interests: [Interest]
        package var joinPolicy: JoinPolicy
        /// Who may join; none named means everybody.
        package var ageBands: [AgeBand]
        package var languages: [LanguageTag]
        package var timeZone: TimeZoneID
        package var visibility: Visibility
        /// How long a person waits who was declined.
        package var reapplyAfterDays: Int
        /// How long an offered seat is kept; 0 gives a free seat to the next in line unasked.
        package var seatOfferHours: Int
        /// The groups that members can be put in.
        package var groups: [GroupName]

        package init(
            name: String, summary: String = "", kind: Kind = .general, interests: [Interest] = [],
            joinPolicy: JoinPolicy = .open, ageBands: [AgeBand] = [],
            languages: [LanguageTag] = [], timeZone: TimeZoneID,
            visibility: Visibility = .school, reapplyAfterDays: Int = 30,
            seatOfferHours: Int = 48, groups: [GroupName] = []
        ) {
            self.name = name
            self.summary = summary
            self.kind = kind
            self.interests = interests
            self.joinPolicy = joinPolicy
            self.ageBands = ageBands
            self.languages = languages
            self.timeZone = timeZone
            self.visibility = visibility
            self.reapplyAfterDays = reapplyAfterDays
            self.seatOfferHours = seatOfferHours
            self.groups = groups
        }
    }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case science, chess, music, general
    }

    package enum JoinPolicy: String, Codable, CaseIterable, Sendable {
        case open, approval, invite
        /// A lead hears the applicant and then approves or declines, so for the club it is an
        /// approval; where and when they are heard is arranged elsewhere.
        case audition

        var needsApproval: Bool { self == .approval || self == .audition }
    }
}

extension Club.Profile {
    /// New values for some of a profile; what is `nil` stays as it is.
    package struct Changes: Codable, Equatable, Sendable {
        package var name: String?
        package var summary: String?
        package var kind: Club.Kind?
        package var interests: [Interest]?
        package var joinPolicy: Club.JoinPolicy?
        package var ageBands: [AgeBand]?
        package var languages: [LanguageTag]?
        package var timeZone: TimeZoneID?
        package var visibility: Visibility?
        package var reapplyAfterDays: Int?
        package var seatOfferHours: Int?
        package var groups: [GroupName]?

        package init() {}
    }

    mutating func apply(_ changes: Changes) {
        name = changes.name ?? name
        summary = changes.summary ?? summary
        kind = changes.kind ?? kind
        interests = changes.interests ?? interests
        joinPolicy = changes.joinPolicy ?? joinPolicy
        ageBands = changes.ageBands ?? ageBands
        languages = changes.languages ?? languages
        timeZone = changes.timeZone ?? timeZone
        visibility = changes.visibility ?? visibility
        reapplyAfterDays = changes.reapplyAfterDays ?? reapplyAfterDays
        seatOfferHours = changes.seatOfferHours ?? seatOfferHours
        groups = changes.groups ?? groups
    }

    /// What has to change for `self` to become `other`.
    func changes(to other: Self) -> Changes {
        func changed<Value: Equatable>(_ field: KeyPath<Self, Value>) -> Value? {
            self[keyPath: field] == other[keyPath: field] ? nil : other[keyPath: field]
        }
        var changes = Changes()
        changes.name = changed(\.name)
        changes.summary = changed(\.summary)
        changes.kind = changed(\.kind)
        changes.interests = changed(\.interests)
        changes.joinPolicy = changed(\.joinPolicy)
        changes.ageBands = changed(\.ageBands)
        changes.languages = changed(\.languages)
        changes.timeZone = changed(\.timeZone)
        changes.visibility = changed(\.visibility)
        changes.reapplyAfterDays = changed(\.reapplyAfterDays)
        changes.seatOfferHours = changed(\.seatOfferHours)
        changes.groups = changed(\.groups)
        return changes
    }
}
