extension ProblemCode {
    /// What can stand in the way of a command about a tournament.
    static let ofTournaments: [ProblemCode] = [
        .unknownTimeZone, .notEligible, .consentMissing, .personInactive, .tournamentExists,
        .tournamentCancelled, .finalized, .notFinal, .alreadyStarted, .notStarted,
        .localTimeDoesNotExist, .unknownTieBreak, .settingInvalid, .settingFixed,
        .amendmentBreach, .entriesClosed, .alreadyEntered, .notEntered, .notWithdrawn,
        .playerExpelled, .tournamentFull, .roundPublished, .roundPaired, .roundTooFar, .byeLimit,
        .byeNotByRequest, .noByes, .checkInClosed, .orderIncomplete, .notSeeded, .tooFewPlayers,
        .roundNotComplete, .notNextRound, .alreadyPaired, .allRoundsPaired, .noLegalPairing,
        .nothingToPair, .notPaired, .pairingImpossible, .pairingBreach, .roundHasResults,
        .laterRoundPaired, .playersUnplaced, .notPublished, .windowNeedsEnd, .noSuchBoard,
        .notYourGame, .notByAppointment, .outsideWindow, .timeNotProposed, .resultFinal,
        .resultExists, .resultMismatch, .nothingReported, .noResult, .resultNotPossible,
        .drawInKnockout, .appliesTooEarly, .correctionBlocked, .unknownDecision, .notRevertible,
        .revertBlocked, .gamesOpen, .notTied, .roundsLeft, .standingsChanged, .importInvalid,
    ]
}
