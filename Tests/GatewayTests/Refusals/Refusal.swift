import CommandHandling
import Clubs
import Directory
import EventSourcing
import HTTPTypes
import TestSupport
import Testing

@testable import Gateway

/// One rule that says no: how a user runs into it, and what they are told.
struct Refusal<Rule: Sendable>: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let status: Int
    let code: String
    /// What a program is told beside the members that every problem has.
    let members: Set<String>
    let provoke: @Sendable (Stage) async throws -> TestAnswer

    init(
        _ rule: Rule, _ status: Int, _ code: String, _ members: Set<String> = [],
        provoke: @escaping @Sendable (Stage) async throws -> TestAnswer
    ) {
        self.rule = rule
        self.status = status
        self.code = code
        self.members = members
        self.provoke = provoke
    }

    var testDescription: String { "\(rule): \(status) \(code)" }

    func check(on stage: Stage) async throws {
        let answer = try await provoke(stage)
        try answer.expectProblem(status, code)
        let told = Set(try answer.json.members.keys).subtracting(Self.everyProblem)
        #expect(told == members)
        #expect(try answer.json["instance"]?.string?.hasPrefix("urn:uuid:") == true)
    }

    private static var everyProblem: Set<String> {
        ["type", "title", "status", "code", "detail", "rule", "remedy", "instance"]
    }
}

/// A rule that no request of today runs into: what it would be answered with.
struct Mapping: Sendable, CustomTestStringConvertible {
    let why: String
    let problem: Problem
    let status: Int
    let code: String
    let members: Set<String>

    var testDescription: String { "\(code): \(why)" }

    func check() {
        #expect(problem.status.code == status)
        #expect(problem.code.rawValue == code)
        #expect(Set(problem.members.keys) == members)
    }
}

/// The rules of a club by name; a new one does not compile until it has its name here, and does
/// not pass until it has its line in the table.
enum ClubRule: String, CaseIterable, Sendable {
    case alreadyFounded, notFounded, archived, slugTaken, unknownTimeZone, unknownInterest
    case outOfBounds, listFull, alreadyPast, enrolmentEndsBeforeItStarts, capacityBelowMembers
    case alreadyMember, requestOpen, requestIDTaken, notEligible, personBlockedFromClub
    case reapplyLater, consentMissing, enrolmentClosed, inviteInvalid, requestNotOpen, clubFull
    case notWaiting, notNext, offerIDTaken, offerUnknown, offerExpired, offerStillOpen
    case waitlistChanged, notAMember, alreadySuspended, needsAdultLead, lastAdultLead
    case minorCannotHoldRole, unknownGroup, groupInUse, blockedPair, ownBuddy, roleNotByInvite
    case inviteIDTaken

    init(_ rejection: Club.Rejection) {
        switch rejection {
        case .alreadyFounded: self = .alreadyFounded
        case .notFounded: self = .notFounded
        case .archived: self = .archived
        case .slugTaken: self = .slugTaken
        case .unknownTimeZone: self = .unknownTimeZone
        case .unknownInterest: self = .unknownInterest
        case .outOfBounds: self = .outOfBounds
        case .listFull: self = .listFull
        case .alreadyPast: self = .alreadyPast
        case .enrolmentEndsBeforeItStarts: self = .enrolmentEndsBeforeItStarts
        case .capacityBelowMembers: self = .capacityBelowMembers
        case .alreadyMember: self = .alreadyMember
        case .requestOpen: self = .requestOpen
        case .requestIDTaken: self = .requestIDTaken
        case .notEligible: self = .notEligible
        case .personBlockedFromClub: self = .personBlockedFromClub
        case .reapplyLater: self = .reapplyLater
        case .consentMissing: self = .consentMissing
        case .enrolmentClosed: self = .enrolmentClosed
        case .inviteInvalid: self = .inviteInvalid
        case .requestNotOpen: self = .requestNotOpen
        case .clubFull: self = .clubFull
        case .notWaiting: self = .notWaiting
        case .notNext: self = .notNext
        case .offerIDTaken: self = .offerIDTaken
        case .offerUnknown: self = .offerUnknown
        case .offerExpired: self = .offerExpired
        case .offerStillOpen: self = .offerStillOpen
        case .waitlistChanged: self = .waitlistChanged
        case .notAMember: self = .notAMember
        case .alreadySuspended: self = .alreadySuspended
        case .needsAdultLead: self = .needsAdultLead
        case .lastAdultLead: self = .lastAdultLead
        case .minorCannotHoldRole: self = .minorCannotHoldRole
        case .unknownGroup: self = .unknownGroup
        case .groupInUse: self = .groupInUse
        case .blockedPair: self = .blockedPair
        case .ownBuddy: self = .ownBuddy
        case .roleNotByInvite: self = .roleNotByInvite
        case .inviteIDTaken: self = .inviteIDTaken
        }
    }
}

/// The rules about a person by name.
enum PersonRule: String, CaseIterable, Sendable {
    case alreadyRegistered, notRegistered, sourcedIDTaken, unknownTimeZone, unknownInterest
    case adultInMinorsAgeBand, minorCannotHoldRole, lastAdmin, alreadyInactive, inactive, tooMany

    init(_ rejection: Person.Rejection) {
        switch rejection {
        case .alreadyRegistered: self = .alreadyRegistered
        case .notRegistered: self = .notRegistered
        case .sourcedIdTaken: self = .sourcedIDTaken
        case .unknownTimeZone: self = .unknownTimeZone
        case .unknownInterest: self = .unknownInterest
        case .adultInMinorsAgeBand: self = .adultInMinorsAgeBand
        case .minorCannotHoldRole: self = .minorCannotHoldRole
        case .lastAdmin: self = .lastAdmin
        case .alreadyInactive: self = .alreadyInactive
        case .inactive: self = .inactive
        case .tooMany: self = .tooMany
        }
    }
}

/// The rules of a school by name.
enum SchoolRule: String, CaseIterable, Sendable {
    case alreadyRegistered, notRegistered, unknownTimeZone, policyBelowFloor, termOverlaps
    case termEndsBeforeItStarts, tooManyTerms, outOfBounds

    init(_ rejection: School.Rejection) {
        switch rejection {
        case .alreadyRegistered: self = .alreadyRegistered
        case .notRegistered: self = .notRegistered
        case .unknownTimeZone: self = .unknownTimeZone
        case .policyBelowFloor: self = .policyBelowFloor
        case .termOverlaps: self = .termOverlaps
        case .termEndsBeforeItStarts: self = .termEndsBeforeItStarts
        case .tooManyTerms: self = .tooManyTerms
        case .outOfBounds: self = .outOfBounds
        }
    }
}

/// What else can stand in a command's way, by name.
enum CommandRule: String, CaseIterable, Sendable {
    case stale, idempotencyMismatch, notAllowed, actingNotLinked, notFound, invalidText
    case controlCharacters, unknownTenant, overloaded, unavailable, outcomeUnknown, newerRelease
    case malformedEvent, unreadableReport

    init(_ failure: CommandFailure) {
        switch failure {
        case .stale: self = .stale
        case .idempotencyMismatch: self = .idempotencyMismatch
        case .notAllowed: self = .notAllowed
        case .actingNotLinked: self = .actingNotLinked
        case .notFound: self = .notFound
        case .invalidText: self = .invalidText
        case .controlCharacters: self = .controlCharacters
        case .unknownTenant: self = .unknownTenant
        case .overloaded: self = .overloaded
        case .unavailable: self = .unavailable
        case .outcomeUnknown: self = .outcomeUnknown
        case .newerRelease: self = .newerRelease
        case .malformedEvent: self = .malformedEvent
        case .unreadableReport: self = .unreadableReport
        }
    }
}

/// A tenant that the refusals share; none of them changes what another needs.
actor RefusalStage {
    static let shared = RefusalStage()

    private var making: Task<Stage, any Error>?

    var stage: Stage {
        get async throws {
            if let making { return try await making.value }
            let made = Task { try await Stage.make() }
            making = made
            return try await made.value
        }
    }
}
