import HashTreeCollections

extension Tournament {
    /// Which rounds are paired and not shown to everybody yet.
    ///
    /// A round is a draft until it is published, or a later one is, or the tournament is final.
    /// What happens to a draft is told to the arbiters alone, and stays so: what a round looked
    /// like before it was published was never public, so no look back shows it later.
    package struct Drafts: Equatable, Sendable {
        /// The last round that everybody sees; 0 before the first.
        package private(set) var lastShown = 0
        private var lastPaired = 0
        private var version = 0
        /// The drafts whose events stand at these versions.
        private var rounds: TreeDictionary<Int, Int> = [:]

        package init() {}

        /// Takes in the next event of the tournament.
        ///
        /// - Returns: Whether the event is about a draft, and for the arbiters alone.
        @discardableResult
        package mutating func append(_ event: Event) -> Bool {
            version += 1
            switch event {
            case .roundPaired(let paired): lastPaired = paired.round
            case .roundPublished(let round, _, _): show(through: round)
            case .finalized: show(through: lastPaired)
            default: break
            }
            let draft = round(of: event).flatMap { $0 > lastShown ? $0 : nil }
            rounds[version] = draft
            if case .roundUnpaired(let round, _, _) = event {
                lastPaired = min(lastPaired, round - 1)
                lastShown = min(lastShown, lastPaired)
            }
            return draft != nil
        }

        private mutating func show(through round: Int) {
            lastShown = max(lastShown, min(round, lastPaired))
            rounds = rounds.filter { $0.value > lastShown }
        }

        /// The round whose pairing, boards or table the event is about.
        private func round(of event: Event) -> Int? {
            switch event {
            case .roundPaired(let paired): paired.round
            case .pairingOverridden(let round, _, _, _, _, _), .roundUnpaired(let round, _, _),
                .roundPublished(let round, _, _), .roundCompleted(let round, _),
                .gameTimeProposed(let round, _, _, _), .gameTimeAgreed(let round, _, _),
                .resultReported(let round, _, _, _, _, _), .resultConfirmed(let round, _, _),
                .resultDisputed(let round, _, _, _), .resultRecorded(let round, _, _, _, _),
                .resultCorrected(let round, _, _, _, _, _, _):
                round
            case .decisionReverted(_, let version, _, _, _, _): rounds[version]
            // About players and the tournament; of a bye or an absence everybody may know.
            case .scheduled, .amended, .entriesOpened, .entriesClosed, .postponed, .cancelled,
                .playerEntered, .playerWaitlisted, .playerWithdrawn, .playerReinstated,
                .playerExpelled, .byeGranted, .byeCancelled, .playerCheckedIn, .seeded, .started,
                .tieResolved, .finalized, .reopened:
                nil
            }
        }
    }

    /// Whether a round is paired and for the arbiters' eyes alone.
    package func isDraft(_ round: Int) -> Bool {
        drafts.lastShown < round && round <= rounds.count
    }

    package var hasDrafts: Bool { drafts.lastShown < rounds.count }

    /// As everybody sees it: a draft is not paired, and nothing in it has been corrected.
    package var published: Tournament {
        guard hasDrafts else { return self }
        var published = self
        published.rounds.removeLast(rounds.count - drafts.lastShown)
        published.corrections.removeAll { $0.board.round > drafts.lastShown }
        return published
    }
}
