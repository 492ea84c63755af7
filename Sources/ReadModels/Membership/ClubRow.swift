import Clubs
import EventSourcing
import Foundation
import Vocabulary

/// What a club is, without the people in it: `read.club`. How many they are is counted when asked.
struct ClubRow: Row {
    static let table = Table("club", key: [Column.club])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, slug, name, summary, kind, interests, languages, visibility, capacity, groups
        case schools
        case hostSchool = "host_school"
        case openTo = "open_to"
        case joinPolicy = "join_policy"
        case ageBands = "age_bands"
        case timeZone = "time_zone"
        case reapplyAfterDays = "reapply_after_days"
        case seatOfferHours = "seat_offer_hours"
        case isEnrolling = "is_enrolling"
        case enrolmentFrom = "enrolment_from"
        case enrolmentTo = "enrolment_to"
        case isArchived = "is_archived"
        case foundedAt = "founded_at"
        case version
    }

    let club: ClubID
    let slug: Slug
    let name: String
    let summary: String
    let kind: Club.Kind
    let interests: [Interest]
    let languages: [LanguageTag]
    let visibility: Visibility
    /// Nothing where everybody finds a seat.
    let capacity: Int?
    let groups: [GroupName]
    let hostSchool: SchoolID
    let openTo: [SchoolID]
    /// The host and those that the club is open to.
    let schools: [SchoolID]
    let joinPolicy: Club.JoinPolicy
    let ageBands: [AgeBand]
    let timeZone: TimeZoneID
    let reapplyAfterDays: Int
    let seatOfferHours: Int
    let isEnrolling: Bool
    let enrolmentFrom: Timestamp?
    let enrolmentTo: Timestamp?
    let isArchived: Bool
    let foundedAt: Timestamp
    /// Of the club's stream, for `ETag`.
    let version: Int
}

/// What somebody does in one club: `read.club_role`. Not everybody who has a role is a member.
struct ClubRoleRow: Row {
    static let table = Table("club_role", key: [Column.club, .person, .role])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, person, role, since
        case counterSignedBy = "counter_signed_by"
    }

    let club: ClubID
    let person: PersonID
    let role: Club.Role
    let since: Timestamp
    /// The adult lead who answers for a lead who is a student.
    let counterSignedBy: PersonID?
}

/// A code that lets people in: `read.invite`.
struct InviteRow: Row {
    static let table = Table("invite", key: [Column.invite])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case invite, club, role
        case codeHash = "code_hash"
        case issuedAt = "issued_at"
        case expiresAt = "expires_at"
        case maxUses = "max_uses"
        case isRevoked = "is_revoked"
    }

    let invite: InviteID
    let club: ClubID
    let role: Club.Role?
    let codeHash: CodeHash
    let issuedAt: Timestamp
    let expiresAt: Timestamp
    let maxUses: Int
    let isRevoked: Bool
}

/// One use of an invitation: `read.invite_use`. Who returns may use it twice.
struct InviteUseRow: Row {
    static let table = Table("invite_use", key: [Column.invite, .event], isAppendOnly: true)

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case invite, event, club, person, at
    }

    let invite: InviteID
    /// The event's id.
    let event: String
    let club: ClubID
    let person: PersonID
    let at: Timestamp
}
