import EventSourcing
import JSONCoding
import Vocabulary

extension Person {
    package enum Event: EventFamily {
        /// `sourcedId` is spelled as OneRoster spells it.
        case registered(
            person: PersonID, school: SchoolID, kind: PersonKind, ageBand: AgeBand,
            timeZone: TimeZoneID, locale: LanguageTag, sourcedId: SourcedID?,
            displayName: VaultReference, consentAgeOn: VaultReference?, adultOn: VaultReference?)
        /// Only what has changed.
        case profileUpdated(
            displayName: VaultReference?, pronouns: VaultReference?, timeZone: TimeZoneID?,
            locale: LanguageTag?, languages: [LanguageTag]?, visibility: Visibility?)
        case interestsDeclared(interests: [Interest], strengths: [Interest], pace: Pace?)
        case roleAssigned(person: PersonID, role: Role)
        case roleRevoked(person: PersonID, role: Role)
        case deactivated(reasonCode: ReasonCode)
        case reactivated(reasonCode: ReasonCode)

        package static let wireNames = CodingKeys.allCases.map(\.rawValue)

        package static func directReader(of type: String) -> ((JSONFields) throws -> Self)? {
            guard type == CodingKeys.interestsDeclared.rawValue else { return nil }
            return {
                .interestsDeclared(
                    interests: try $0.interests("interests"),
                    strengths: try $0.interests("strengths"),
                    pace: try $0.wordIfPresent("pace"))
            }
        }

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case registered = "directory.person-registered"
            case profileUpdated = "directory.profile-updated"
            case interestsDeclared = "directory.interests-declared"
            case roleAssigned = "directory.role-assigned"
            case roleRevoked = "directory.role-revoked"
            case deactivated = "directory.person-deactivated"
            case reactivated = "directory.person-reactivated"
        }
    }

    package enum Command: Sendable {
        /// - `sourcedIdIsTaken`: Whether another person of the tenant has it; asked of the
        ///   register.
        case register(Registration, sourcedIdIsTaken: Bool)
        case updateProfile(ProfileChanges)
        case declareInterests(Leanings)
        case assignRole(Role)
        /// - `isLastAdmin`: Whether the tenant has no other active admin; asked of the register.
        case revokeRole(Role, isLastAdmin: Bool)
        case deactivate(reasonCode: ReasonCode, isLastAdmin: Bool)
        case reactivate(reasonCode: ReasonCode)
    }

    package enum Rejection: Error, Equatable, Sendable {
        case alreadyRegistered, notRegistered
        case sourcedIdTaken(SourcedID)
        case unknownTimeZone(TimeZoneID)
        case unknownInterest(Interest)
        /// An adult whose age band is a minor's.
        case adultInMinorsAgeBand(AgeBand)
        case minorCannotHoldRole(Role)
        case lastAdmin
        case alreadyInactive
        case inactive
        /// A list holds more than is allowed.
        case tooMany(Field, limit: Int)
    }

    package enum Field: String, Sendable {
        case languages, interests, strengths
    }

    /// What a person may do in the whole tenant; what they may do in one club is a `Club.Role`.
    package enum Role: String, Codable, CaseIterable, Sendable {
        case teacher, organizer, pastoral, safeguarding, analyst, moderator, admin
    }

    /// How fast a person likes to go.
    package enum Pace: String, Codable, CaseIterable, Sendable {
        case relaxed, steady, brisk
    }
}
