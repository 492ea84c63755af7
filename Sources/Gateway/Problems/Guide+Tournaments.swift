extension Guide {
    /// The rules of tournaments.
    static let ofTournaments: [ProblemCode: Guide] = [
        .tournamentExists: Guide(
            "The tournament is scheduled already",
            "A tournament is scheduled once.",
            "Amend it, or schedule another under a new id."),
        .tournamentCancelled: Guide(
            "The tournament is cancelled",
            "A cancelled tournament stands still.",
            "Schedule another one."),
        .finalized: Guide(
            "The tournament is final",
            "Final standings change no more.",
            "Reopen the tournament with a reason first."),
        .notFinal: Guide(
            "The tournament is not final",
            "Only a final tournament can be reopened.",
            "Nothing needs to be done."),
        .alreadyStarted: Guide(
            "The tournament has started",
            "Pairing numbers are given before the start.",
            "Correct results or byes instead."),
        .notStarted: Guide(
            "The tournament has not started",
            "Rounds are paired once the players have their numbers.",
            "Seed the players and start the tournament."),
        .localTimeDoesNotExist: Guide(
            "No clock shows this time",
            "Clocks that are put forward leave an hour out.",
            "Choose one of the times in `nearest`."),
        .unknownTieBreak: Guide(
            "This tie-break is not known",
            "Tie-breaks are codes of FIDE's list for single players.",
            "Use codes such as DE, BH/C1, BH, SB, WIN or BPG."),
        .settingInvalid: Guide(
            "A setting makes no tournament",
            "Settings have to fit together.",
            "Correct the setting in `setting`."),
        .settingFixed: Guide(
            "This setting is fixed",
            "What the draw rests on stays once the tournament has started.",
            "Keep it, or schedule another tournament."),
        .amendmentBreach: Guide(
            "The change breaks what was promised",
            "After the start some settings change only for a reason.",
            "Send `force` and a reason code."),
        .entriesClosed: Guide(
            "Entries are closed",
            "Players enter while entries are open, late ones up to a round.",
            "Ask an arbiter to open them."),
        .alreadyEntered: Guide(
            "They have entered already",
            "A player enters once.",
            "Nothing needs to be done; who has withdrawn is reinstated."),
        .notEntered: Guide(
            "They do not play",
            "Only players can be withdrawn, have a bye or check in.",
            "Enter them first."),
        .notWithdrawn: Guide(
            "They have not withdrawn",
            "Only who has left can come back.",
            "Nothing needs to be done."),
        .playerExpelled: Guide(
            "They have been expelled",
            "Who was expelled stays out.",
            "An arbiter can take the decision back."),
        .tournamentFull: Guide(
            "There is no room for more",
            "A tournament has a number of places.",
            "Wait for a place, or choose a larger capacity."),
        .roundPublished: Guide(
            "They have a place in this round",
            "A place in a published round is given up by a forfeit.",
            "Record the result or a forfeit, and withdraw from the next round."),
        .roundPaired: Guide(
            "The round is paired",
            "Byes and withdrawals come before the pairing.",
            "Choose a later round, or let an arbiter unpair this one."),
        .roundTooFar: Guide(
            "There is no such round",
            "A tournament has a number of rounds.",
            "Choose a round up to `last`."),
        .byeLimit: Guide(
            "There are no half-point byes left",
            "A player may ask for a limited number of them.",
            "Ask for a zero-point bye, or ask an arbiter."),
        .byeNotByRequest: Guide(
            "This bye is not given on request",
            "The pairing gives the allocated bye, an arbiter a full point.",
            "Ask for a half or a zero point."),
        .noByes: Guide(
            "There are no byes in this format",
            "Only in a Swiss somebody may sit out.",
            "Record a forfeit."),
        .checkInClosed: Guide(
            "Check-in is closed",
            "Players check in for the next round.",
            "Check in for the round that is paired next."),
        .orderIncomplete: Guide(
            "The order does not name the players",
            "A seeding names every active player once.",
            "Add those in `missing`, and leave out those in `unknown`."),
        .notSeeded: Guide(
            "The players have no numbers",
            "Pairing numbers come from a seeding.",
            "Seed the players first."),
        .tooFewPlayers: Guide(
            "There are too few players",
            "Every format needs some.",
            "Wait for `needed` players."),
        .roundNotComplete: Guide(
            "A round is not complete",
            "A round is paired when the one before has all its results.",
            "Enter the results of the boards in `boards`."),
        .notNextRound: Guide(
            "Another round is next",
            "Rounds are paired one after the other.",
            "Pair the round in `next`."),
        .alreadyPaired: Guide(
            "The round is paired already",
            "A round is paired once.",
            "Unpair it first, with a reason."),
        .allRoundsPaired: Guide(
            "All rounds are paired",
            "The number of rounds was fixed beforehand.",
            "Finalize the tournament, or amend the number of rounds."),
        .noLegalPairing: Guide(
            "There is no legal pairing",
            "Nobody meets twice or has two byes, and forbidden pairs and colours stay forbidden.",
            "See `explanation`; relax a rule of avoidance, or play fewer rounds."),
        .nothingToPair: Guide(
            "Nobody is there to be paired",
            "A round has a board.",
            "Check players in, or pair without leaving the absent out."),
        .notPaired: Guide(
            "The round is not paired",
            "Only a paired round can be changed.",
            "Pair the round first."),
        .pairingImpossible: Guide(
            "This is no round",
            "Everybody has one place, and only who plays has one.",
            "Correct the change that `fault` speaks of."),
        .pairingBreach: Guide(
            "The change breaks the rules of pairing",
            "Some boards are made only for a reason.",
            "See `faults`; send `force` if it has to be."),
        .roundHasResults: Guide(
            "There are results in the round",
            "A round in which somebody has played stays.",
            "Take the results back first, with a reason."),
        .laterRoundPaired: Guide(
            "A later round is paired",
            "Rounds are taken back from the last one.",
            "Unpair the later round first."),
        .playersUnplaced: Guide(
            "Somebody has no place in the round",
            "A round is published when everybody has a board or a bye.",
            "Place the players in `players`."),
        .notPublished: Guide(
            "The round is not published",
            "Players act in rounds that they can see.",
            "Wait until the round is published."),
        .windowNeedsEnd: Guide(
            "The round has no end",
            "Where players choose their times, a round has an end.",
            "Send `windowEndsAt`, or set `windowDays`."),
        .noSuchBoard: Guide(
            "There is no such board",
            "A board has a round and a number.",
            "Look at the round again."),
        .notYourGame: Guide(
            "This is somebody else's game",
            "Players speak of their own games.",
            "Ask one of the players, or an arbiter."),
        .notByAppointment: Guide(
            "The rounds are played together",
            "Times are agreed on where a round is a window.",
            "Play when the round starts."),
        .outsideWindow: Guide(
            "The time lies outside the window",
            "A game is played between now and the end of its round.",
            "Choose times up to `until`."),
        .timeNotProposed: Guide(
            "Nobody has proposed this time",
            "One player proposes, the other agrees.",
            "Agree on one of the other player's times."),
        .resultFinal: Guide(
            "The result is final",
            "A recorded result changes only by an arbiter's correction.",
            "Dispute it, or ask an arbiter."),
        .resultExists: Guide(
            "The board has a result",
            "A result is recorded once.",
            "Correct it, with a reason."),
        .resultMismatch: Guide(
            "The players do not agree",
            "A result counts when both say the same.",
            "Talk to the other player, or dispute the report."),
        .nothingReported: Guide(
            "Nothing has been reported to answer",
            "A player confirms or disputes what the other has said.",
            "Report a result."),
        .noResult: Guide(
            "The board has no result",
            "Only a recorded result can be corrected.",
            "Record a result."),
        .resultNotPossible: Guide(
            "This result cannot be given here",
            "Players tell of games that were played; an open board has no result.",
            "Choose a result, or ask an arbiter to record a forfeit."),
        .drawInKnockout: Guide(
            "A knockout has no draws",
            "One of the two goes on.",
            "Play a deciding game, and record its result."),
        .appliesTooEarly: Guide(
            "These rounds are paired already",
            "A correction counts for rounds that are still to be paired.",
            "Choose the round in `first` or a later one."),
        .correctionBlocked: Guide(
            "Later matches hang on this result",
            "In a knockout others would have played there.",
            "Unpair the rounds of the boards in `by`, or revert with `cascade`."),
        .unknownDecision: Guide(
            "There is no such decision",
            "A decision is an event of this tournament.",
            "Look at the history again."),
        .notRevertible: Guide(
            "This cannot be taken back",
            "Only decisions that stand can be reverted.",
            "Make another decision instead."),
        .revertBlocked: Guide(
            "Later decisions hang on this one",
            "A decision is taken back with what rests on it, or not at all.",
            "See `dependents`; send `cascade` to take them back too."),
        .gamesOpen: Guide(
            "Games are open",
            "A round is complete when every board has a result.",
            "Enter the results of the boards in `boards`."),
        .notTied: Guide(
            "These players are not tied",
            "A tie is resolved for all whom the tie-breaks leave equal.",
            "Name all players of one rank."),
        .roundsLeft: Guide(
            "Rounds are left to play",
            "A tournament is final when all rounds are played.",
            "Play the rest, or amend the number of rounds."),
        .standingsChanged: Guide(
            "The standings have changed",
            "Whoever finalizes has seen the table.",
            "Read the standings again, and send their `digest`."),
        .importInvalid: Guide(
            "The report cannot be played here",
            "A report names every player once, and its results belong together.",
            "Correct the report as the detail says."),
    ]
}
