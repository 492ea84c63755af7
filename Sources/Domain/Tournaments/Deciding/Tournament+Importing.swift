import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// Rounds that were paired and played elsewhere; from the next one on it goes on here.
extension Tournament {
    func importRound(_ imported: ImportedRound) throws(Rejection) -> [Event] {
        let number = imported.round
        guard stage == .running else { throw .notStarted }
        guard number >= nextRound else { throw .alreadyPaired(number) }
        guard number == nextRound else { throw .notTheNextRound(number, next: nextRound) }
        if let planned = plannedRounds, number > planned { throw .allRoundsPaired(planned) }
        try check(imported)
        let paired = PairedRound(
            round: number, attempt: (attempts[number] ?? 0) + 1, engine: .imported,
            seed: settings?.seed ?? 0,
            inputDigest: InputDigest.of(
                history(forPairing: number), round: number, seed: settings?.seed ?? 0),
            pairings: imported.games.enumerated().map { index, game in
                PairedBoard(
                    board: index + 1, white: game.white, black: game.black,
                    colourless: game.isColourless ? true : nil,
                    unrated: game.isUnrated ? true : nil)
            },
            byes: imported.byes, unpaired: [], warnings: [], explanations: [])
        var events: [Event] = [
            .roundPaired(paired),
            .roundPublished(round: number, startsAt: nil, windowEndsAt: nil),
        ]
        for (index, game) in imported.games.enumerated() {
            guard let result = game.result else { continue }
            events.append(
                .resultRecorded(
                    round: number, board: index + 1, result: result, source: .import,
                    gameRef: nil))
        }
        let played = folding(events)
        if played.round(number)?.openBoards.isEmpty == true {
            events.append(played.completion(of: number))
        }
        return events
    }

    private func check(_ imported: ImportedRound) throws(Rejection) {
        let players = imported.games.flatMap { [$0.white, $0.black] } + imported.byes.map(\.player)
        guard players.allSatisfy({ number(of: $0) != nil }) else {
            throw .importInvalid(round: imported.round, .unknownPlayer)
        }
        guard Set(players).count == players.count else {
            throw .importInvalid(round: imported.round, .playerTwice)
        }
        guard imported.games.count + 3 <= Limits.eventsPerCommand else {
            throw .importInvalid(round: imported.round, .tooLarge)
        }
        for game in imported.games {
            if game.result == .open { throw .resultNotPossible(.open) }
        }
    }
}
