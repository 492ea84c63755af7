import EventSourcing
import Vocabulary

extension Person {
    package struct Registration: Sendable {
        package var person: PersonID
        package var school: SchoolID
        package var kind: PersonKind
        package var ageBand: AgeBand
        package var timeZone: TimeZoneID
        package var locale: LanguageTag
        package var sourcedId: SourcedID?
        package var displayName: VaultReference
        package var consentAgeOn: VaultReference?
        package var adultOn: VaultReference?

        package init(
            person: PersonID, school: SchoolID, kind: PersonKind, ageBand: AgeBand,
            timeZone: TimeZoneID, locale: LanguageTag, sourcedId: SourcedID? = nil,
            displayName: VaultReference, consentAgeOn: VaultReference? = nil,
            adultOn: VaultReference? = nil
        ) {
            self.person = person
            self.school = school
            self.kind = kind
            self.ageBand = ageBand
            self.timeZone = timeZone
            self.locale = locale
            self.sourcedId = sourcedId
            self.displayName = displayName
            self.consentAgeOn = consentAgeOn
            self.adultOn = adultOn
        }
    }

    /// What others may see of a person, names as references into the vault.
    package struct Profile: Equatable, Sendable {
        package private(set) var displayName: VaultReference
        package private(set) var pronouns: VaultReference?
        package private(set) var timeZone: TimeZoneID
        package private(set) var locale: LanguageTag
        package private(set) var languages: [LanguageTag] = []
        /// The fewest, until the person says otherwise.
        package private(set) var visibility = Visibility.members

        init(displayName: VaultReference, timeZone: TimeZoneID, locale: LanguageTag) {
            self.displayName = displayName
            self.timeZone = timeZone
            self.locale = locale
        }

        mutating func apply(_ changes: ProfileChanges) {
            displayName = changes.displayName ?? displayName
            pronouns = changes.pronouns ?? pronouns
            timeZone = changes.timeZone ?? timeZone
            locale = changes.locale ?? locale
            languages = changes.languages ?? languages
            visibility = changes.visibility ?? visibility
        }
    }

    /// New values for some of a profile; what is `nil` stays as it is.
    package struct ProfileChanges: Equatable, Sendable {
        package var displayName: VaultReference?
        package var pronouns: VaultReference?
        package var timeZone: TimeZoneID?
        package var locale: LanguageTag?
        package var languages: [LanguageTag]?
        package var visibility: Visibility?

        package init(
            displayName: VaultReference? = nil, pronouns: VaultReference? = nil,
            timeZone: TimeZoneID? = nil, locale: LanguageTag? = nil,
            languages: [LanguageTag]? = nil, visibility: Visibility? = nil
        ) {
            self.displayName = displayName
            self.pronouns = pronouns
            self.timeZone = timeZone
            self.locale = locale
            self.languages = languages
            self.visibility = visibility
        }

        /// Without what is the same in `profile` already.
        func changing(_ profile: Profile) -> ProfileChanges {
            ProfileChanges(
                displayName: displayName == profile.displayName ? nil : displayName,
                pronouns: pronouns == profile.pronouns ? nil : pronouns,
                timeZone: timeZone == profile.timeZone ? nil : timeZone,
                locale: locale == profile.locale ? nil : locale,
                languages: languages == profile.languages ? nil : languages,
                visibility: visibility == profile.visibility ? nil : visibility)
        }
    }

    /// What a person likes and is good at; suggestions of clubs and friends begin here.
    package struct Leanings: Equatable, Sendable {
        package var interests: [Interest]
        package var strengths: [Interest]
        package var pace: Pace?

        package init(
            interests: [Interest] = [], strengths: [Interest] = [], pace: Pace? = nil
        ) {
            self.interests = interests
            self.strengths = strengths
            self.pace = pace
        }
    }
}
