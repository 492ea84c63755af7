import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

extension Tournament {
    package mutating func evolve(_ event: Event) {
        countVersion()
        note(event)
        drafts.append(event)
        switch event {
        case .scheduled(let settings):
            self.settings = settings
            stage = .planned
        case .amended(let changes, _, _): adopt(changes)
        case .entriesOpened: entriesAreOpen = true
        case .entriesClosed: entriesAreOpen = false
        case .postponed(_, let to): settings?.startsAtLocal = to
        case .cancelled: stage = .cancelled

        case .playerEntered(let entered):
            entries.add(
                Entry(
                    details: entered.details, entryNo: entered.entryNo,
                    lateFromRound: entered.lateFromRound),
                isNumbered: stage == .running)
        case .playerWaitlisted(let waiting): entries.wait(waiting)
        case .playerWithdrawn(let player, let round, _):
            entries.stopWaiting(player)
            entries.leave(player, as: .withdrawn(fromRound: round))
        case .playerReinstated(let player, let round):
            entries.comeBack(player, atRound: round, isNumbered: stage == .running)
        case .playerExpelled(let player, let round, _, _):
            entries.leave(player, as: .expelled(fromRound: round))
        case .byeGranted(let player, let round, let kind, let source):
            byes.grant(kind, to: player, inRound: round, source: source)
            // A round that was paired before they came takes it at once, any other when paired.
            if source == .lateEntry { change(round) { $0.byes[player] = kind } }
        case .byeCancelled(let player, let round):
            if byes.bye(of: player, inRound: round)?.source == .lateEntry {
                change(round) { $0.byes[player] = nil }
            }
            byes.cancel(player, inRound: round)
        case .playerCheckedIn(let player, let round):
            checkIns[round, default: []].insert(player)

        case .seeded(let order, _, _): entries.number(order)
        case .started(let colour, _):
            stage = .running
            initialColour = colour
            // Whoever has left since the seeding takes no number along.
            entries.number(entries.order.filter { entries[$0]?.isStarter == true })
        case .roundPaired(let paired):
            rounds.append(Round(paired))
            attempts[paired.round] = paired.attempt
        case .pairingOverridden(let round, let changes, let byes, _, _, _):
            change(round) { $0.apply(changes, byes) }
        case .roundUnpaired(let round, _, _):
            rounds.removeAll { $0.number >= round }
        case .roundPublished(let round, let startsAt, let windowEndsAt):
            change(round) {
                $0.publication = windowEndsAt.map { .windowEnds($0) } ?? .starts(startsAt)
            }
        case .roundCompleted(let round, let digest):
            change(round) { $0.standingsDigest = digest }

        case .gameTimeProposed, .gameTimeAgreed, .resultReported, .resultConfirmed,
            .resultDisputed, .resultRecorded, .resultCorrected:
            evolveBoard(event)
        case .decisionReverted: break  // What takes it back stands beside it.

        case .tieResolved(let order, _, _): tieOrders.append(order)
        case .finalized(let standings, let digest):
            stage = .finalized
            final = Final(standings: standings, digest: digest)
        case .reopened:
            stage = .running
            final = nil
        }
    }

    private mutating func evolveBoard(_ event: Event) {
        let version = version
        switch event {
        case .gameTimeProposed(let round, let board, let player, let times):
            change(BoardID(round, board)) { $0.proposals[player] = times }
        case .gameTimeAgreed(let round, let board, let time):
            change(BoardID(round, board)) { $0.agreedAt = time }
        case .resultReported(
            let round, let board, let result, let player, let gameRef, let countsFrom):
            change(BoardID(round, board)) {
                $0.report = Board.Report(
                    result: result, by: player, gameRef: gameRef, countsFrom: countsFrom)
            }
        case .resultConfirmed: break  // The recorded result beside it says what counts.
        case .resultDisputed(let round, let board, _, _):
            change(BoardID(round, board)) {
                $0.isDisputed = true
                $0.report?.isDisputed = true
            }
        case .resultRecorded(let round, let board, let result, let source, let gameRef):
            change(BoardID(round, board)) {
                $0.outcome = Board.Recorded(
                    result: result, source: source, gameRef: gameRef, version: version)
                $0.isDisputed = false
            }
        case .resultCorrected(
            let round, let board, let from, let to, let appliesFrom, let reasonCode, _):
            let place = BoardID(round, board)
            corrections.append(
                CorrectionNote(
                    board: place, seats: self.board(place)?.seats, from: from, to: to,
                    appliesFromRound: appliesFrom, reasonCode: reasonCode, version: version))
            change(place) {
                $0.correct(
                    Board.Correction(
                        from: from, to: to, appliesFromRound: appliesFrom, reasonCode: reasonCode,
                        version: version))
            }
            // A round with an open board is not over.
            if to == .open { change(round) { $0.standingsDigest = nil } }
        default: break
        }
    }

    /// A decided amendment fits its settings. History cannot be refused, so were one not to, what
    /// was agreed before it would go on.
    private mutating func adopt(_ changes: [String: FieldChange]) {
        do {
            settings = try settings?.applying(changes)
        } catch {
            return
        }
    }

    mutating func change(_ round: Int, _ body: (inout Round) -> Void) {
        guard rounds.indices.contains(round - 1) else { return }
        body(&rounds[round - 1])
    }

    mutating func change(_ board: BoardID, _ body: (inout Board) -> Void) {
        change(board.round) { round in
            guard var changed = round.boards[board.board] else { return }
            body(&changed)
            round.boards[board.board] = changed
        }
    }
}

extension Tournament.Round {
    init(_ paired: Tournament.PairedRound) {
        number = paired.round
        attempt = paired.attempt
        engine = paired.engine
        seed = paired.seed
        inputDigest = paired.inputDigest
        explanations = paired.explanations
        warnings = paired.warnings
        for board in paired.pairings { boards[board.board] = Tournament.Board(board) }
        for bye in paired.byes { byes[bye.player] = bye.kind }
    }

    mutating func apply(_ changes: [Tournament.BoardChange], _ byeChanges: [Tournament.ByeChange]) {
        for change in changes {
            guard let seats = change.after else {
                boards[change.board] = nil
                continue
            }
            var board = Tournament.Board(number: change.board, seats: seats)
            board.isOverridden = true
            board.bracket = boards[change.board]?.bracket
            boards[change.board] = board
        }
        for change in byeChanges { byes[change.player] = change.after }
    }
}

extension Tournament.Board {
    init(number: Int, seats: Tournament.Seats) {
        self.number = number
        self.seats = seats
    }

    init(_ paired: Tournament.PairedBoard) {
        number = paired.board
        seats = paired.seats
        bracket = paired.bracket
        floats = paired.floats
        isColourless = paired.colourless ?? false
        isUnrated = paired.unrated ?? false
    }

    /// Taking a result back leaves the board as it was before it.
    mutating func correct(_ correction: Correction) {
        guard correction.to != .open else {
            outcome = nil
            report = nil
            isDisputed = false
            corrections = []
            return
        }
        outcome?.result = correction.to
        isDisputed = false
        corrections.append(correction)
    }
}
