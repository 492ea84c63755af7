import HTTPTypes

/// Every way in which a request can be refused: what clients may rely on, for ever.
///
/// The text that goes with each code is in `ProblemCode+Guide.swift`; which rejection of a decider
/// has which code is in `Problem+Club.swift` and its siblings.
enum ProblemCode: String, CaseIterable, Sendable {
    // The request itself.
    case invalidJSON = "invalid-json"
    case badRequest = "bad-request"
    case badCursor = "bad-cursor"
    case badAsOf = "bad-as-of"
    case badMode = "bad-mode"
    case tokenMissing = "token-missing"
    case tokenExpired = "token-expired"
    case tokenInvalid = "token-invalid"
    case linkUsed = "link-used"
    case notAllowed = "not-allowed"
    case actingNotLinked = "acting-not-linked"
    case formExpired = "form-expired"
    case notFound = "not-found"
    case unknownTenant = "unknown-tenant"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case requestTimeout = "request-timeout"
    case cursorExpired = "cursor-expired"
    case stale
    case contentTooLarge = "content-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case expectationFailed = "expectation-failed"
    case invalid
    case idempotencyMismatch = "idempotency-mismatch"
    case versionRequired = "version-required"
    case rateLimited = "rate-limited"
    case headersTooLarge = "headers-too-large"
    // The service.
    case internalError = "internal-error"
    case projectionBehind = "projection-behind"
    case storeUnavailable = "store-unavailable"
    case outcomeUnknown = "outcome-unknown"
    case overloaded
    case newerRelease = "newer-release"
    case malformedEvent = "malformed-event"
    // Schools and people.
    case schoolExists = "school-exists"
    case termOverlaps = "term-overlaps"
    case termEndsBeforeItStarts = "term-ends-before-it-starts"
    case policyBelowFloor = "policy-below-floor"
    case personExists = "person-exists"
    case sourcedIDTaken = "sourced-id-taken"
    case unknownTimeZone = "unknown-time-zone"
    case unknownInterest = "unknown-interest"
    case adultInMinorsAgeBand = "adult-in-minors-age-band"
    case minorCannotHoldRole = "minor-cannot-hold-role"
    case lastAdmin = "last-admin"
    case alreadyInactive = "already-inactive"
    case personInactive = "person-inactive"
    case listFull = "list-full"
    // Clubs.
    case clubExists = "club-exists"
    case clubArchived = "club-archived"
    case slugTaken = "slug-taken"
    case alreadyPast = "already-past"
    case enrolmentEndsBeforeItStarts = "enrolment-ends-before-it-starts"
    case capacityBelowMembers = "capacity-below-members"
    case alreadyMember = "already-member"
    case requestOpen = "request-open"
    case idTaken = "id-taken"
    case notEligible = "not-eligible"
    case personBlockedFromClub = "person-blocked-from-club"
    case reapplyLater = "reapply-later"
    case consentMissing = "consent-missing"
    case enrolmentClosed = "enrolment-closed"
    case inviteInvalid = "invite-invalid"
    case requestNotOpen = "request-not-open"
    case clubFull = "club-full"
    case notWaiting = "not-waiting"
    case notNext = "not-next"
    case offerUnknown = "offer-unknown"
    case offerExpired = "offer-expired"
    case offerStillOpen = "offer-still-open"
    case waitlistChanged = "waitlist-changed"
    case notAMember = "not-a-member"
    case alreadySuspended = "already-suspended"
    case needsAdultLead = "needs-adult-lead"
    case lastAdultLead = "last-adult-lead"
    case unknownGroup = "unknown-group"
    case groupInUse = "group-in-use"
    case blockedPair = "blocked-pair"
    case ownBuddy = "own-buddy"
    case roleNotByInvite = "role-not-by-invite"
    // Tournaments.
    case tournamentExists = "tournament-exists"
    case tournamentCancelled = "tournament-cancelled"
    case finalized
    case notFinal = "not-final"
    case alreadyStarted = "already-started"
    case notStarted = "not-started"
    case localTimeDoesNotExist = "local-time-does-not-exist"
    case unknownTieBreak = "unknown-tie-break"
    case settingInvalid = "setting-invalid"
    case settingFixed = "setting-fixed"
    case amendmentBreach = "amendment-breach"
    case entriesClosed = "entries-closed"
    case alreadyEntered = "already-entered"
    case notEntered = "not-entered"
    case notWithdrawn = "not-withdrawn"
    case playerExpelled = "player-expelled"
    case tournamentFull = "tournament-full"
    case roundPublished = "round-published"
    case roundPaired = "round-paired"
    case roundTooFar = "round-too-far"
    case byeLimit = "bye-limit"
    case byeNotByRequest = "bye-not-by-request"
    case noByes = "no-byes"
    case checkInClosed = "check-in-closed"
    case orderIncomplete = "order-incomplete"
    case notSeeded = "not-seeded"
    case tooFewPlayers = "too-few-players"
    case roundNotComplete = "round-not-complete"
    case notNextRound = "not-next-round"
    case alreadyPaired = "already-paired"
    case allRoundsPaired = "all-rounds-paired"
    case noLegalPairing = "no-legal-pairing"
    case nothingToPair = "nothing-to-pair"
    case notPaired = "not-paired"
    case pairingImpossible = "pairing-impossible"
    case pairingBreach = "pairing-breach"
    case roundHasResults = "round-has-results"
    case laterRoundPaired = "later-round-paired"
    case playersUnplaced = "players-unplaced"
    case notPublished = "not-published"
    case windowNeedsEnd = "window-needs-end"
    case noSuchBoard = "no-such-board"
    case notYourGame = "not-your-game"
    case notByAppointment = "not-by-appointment"
    case outsideWindow = "outside-window"
    case timeNotProposed = "time-not-proposed"
    case resultFinal = "result-final"
    case resultExists = "result-exists"
    case resultMismatch = "result-mismatch"
    case nothingReported = "nothing-reported"
    case noResult = "no-result"
    case resultNotPossible = "result-not-possible"
    case drawInKnockout = "draw-in-knockout"
    case appliesTooEarly = "applies-too-early"
    case correctionBlocked = "correction-blocked"
    case unknownDecision = "unknown-decision"
    case notRevertible = "not-revertible"
    case revertBlocked = "revert-blocked"
    case gamesOpen = "games-open"
    case notTied = "not-tied"
    case roundsLeft = "rounds-left"
    case standingsChanged = "standings-changed"
    case importInvalid = "trf-invalid"

    var status: HTTPResponse.Status {
        switch self {
        case .invalidJSON, .badRequest, .badCursor, .badAsOf, .badMode: .badRequest
        case .tokenMissing, .tokenExpired, .tokenInvalid: .unauthorized
        case .notAllowed, .actingNotLinked, .formExpired, .linkUsed, .consentMissing,
            .minorCannotHoldRole, .notYourGame:
            .forbidden
        case .notFound, .unknownTenant: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .requestTimeout: .requestTimeout
        case .cursorExpired: .gone
        case .stale: .preconditionFailed
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .expectationFailed: .expectationFailed
        case .invalid, .idempotencyMismatch, .unknownTimeZone, .unknownInterest,
            .policyBelowFloor, .termEndsBeforeItStarts, .enrolmentEndsBeforeItStarts,
            .alreadyPast, .adultInMinorsAgeBand, .ownBuddy, .roleNotByInvite,
            .localTimeDoesNotExist, .unknownTieBreak, .settingInvalid, .amendmentBreach,
            .roundTooFar, .byeNotByRequest, .orderIncomplete, .noLegalPairing,
            .pairingImpossible, .pairingBreach, .windowNeedsEnd, .outsideWindow,
            .resultNotPossible, .drawInKnockout, .appliesTooEarly, .importInvalid:
            .unprocessableContent
        case .versionRequired: .preconditionRequired
        case .rateLimited: .tooManyRequests
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .internalError, .malformedEvent: .internalServerError
        case .projectionBehind, .storeUnavailable, .outcomeUnknown, .overloaded, .newerRelease:
            .serviceUnavailable
        case .schoolExists, .termOverlaps, .personExists, .sourcedIDTaken, .lastAdmin,
            .alreadyInactive, .personInactive, .listFull, .clubExists, .clubArchived, .slugTaken,
            .capacityBelowMembers, .alreadyMember, .requestOpen, .idTaken, .notEligible,
            .personBlockedFromClub, .reapplyLater, .enrolmentClosed, .inviteInvalid,
            .requestNotOpen, .clubFull, .notWaiting, .notNext, .offerUnknown, .offerExpired,
            .offerStillOpen, .waitlistChanged, .notAMember, .alreadySuspended, .needsAdultLead,
            .lastAdultLead, .unknownGroup, .groupInUse, .blockedPair,
            .tournamentExists, .tournamentCancelled, .finalized, .notFinal, .alreadyStarted,
            .notStarted, .settingFixed, .entriesClosed, .alreadyEntered, .notEntered,
            .notWithdrawn, .playerExpelled, .tournamentFull, .roundPublished, .roundPaired,
            .byeLimit, .noByes, .checkInClosed, .notSeeded, .tooFewPlayers, .roundNotComplete,
            .notNextRound, .alreadyPaired, .allRoundsPaired, .nothingToPair, .notPaired,
            .roundHasResults, .laterRoundPaired, .playersUnplaced, .notPublished, .noSuchBoard,
            .notByAppointment, .timeNotProposed, .resultFinal, .resultExists, .resultMismatch,
            .nothingReported, .noResult, .correctionBlocked, .unknownDecision, .notRevertible,
            .revertBlocked, .gamesOpen, .notTied, .roundsLeft, .standingsChanged:
            .conflict
        }
    }
}
