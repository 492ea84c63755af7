import EventSourcing
import Pairing
import Vocabulary

/// The order of the players, and the start.
extension Tournament {
    /// Gives pairing numbers; may be done again until the start.
    func seed(
        by method: SeedingMethod, order: [PersonID]?, seed: Int
    ) throws(Rejection) -> [Event] {
        guard stage == .planned else { throw .alreadyStarted }
        try check(seed, of: .seed, in: Limits.seed)
        let active = players.filter { $0.standing == .active }
        let decided: [PersonID]
        switch method {
        case .rating:
            // Without names in the log, equal ratings stand in the order of entering.
            decided = active.sorted {
                ($1.details.rating ?? 0, $0.entryNo) < ($0.details.rating ?? 0, $1.entryNo)
            }.map(\.player)
        case .lot:
            var random = SeededRandom(seed: UInt64(seed))
            decided = active.map(\.player).shuffled(using: &random)
        case .manual:
            let known = Set(active.map(\.player))
            let order = order ?? []
            let unknown = order.filter { !known.contains($0) }
            let missing = active.map(\.player).filter { !order.contains($0) }
            guard unknown.isEmpty, missing.isEmpty, order.count == known.count else {
                throw .orderIncomplete(missing: missing, unknown: unknown)
            }
            decided = order
        }
        guard decided != entries.order else { return [] }
        return [.seeded(order: decided, method: method, seed: method == .lot ? seed : nil)]
    }

    func start(_ settings: Settings, lotSeed: Int) throws(Rejection) -> [Event] {
        guard stage == .planned else { return [] }
        try check(lotSeed, of: .seed, in: Limits.seed)
        let seeded = Set(entries.order)
        guard !seeded.isEmpty else {
            throw activeCount < 2
                ? .tooFewPlayers(activeCount, needed: settings.format.fewestPlayers) : .notSeeded
        }
        let missing = players.filter { $0.standing == .active && !seeded.contains($0.player) }
        guard missing.isEmpty else {
            throw .orderIncomplete(missing: missing.map(\.player), unknown: [])
        }
        guard activeCount >= settings.format.fewestPlayers else {
            throw .tooFewPlayers(activeCount, needed: settings.format.fewestPlayers)
        }
        guard activeCount <= settings.format.mostPlayers else {
            throw .tooManyPlayers(activeCount, allowed: settings.format.mostPlayers)
        }
        let colour: Colour
        switch settings.initialColour {
        case .white: colour = .white
        case .black: colour = .black
        case .lot:
            var random = SeededRandom(seed: UInt64(lotSeed))
            colour = Bool.random(using: &random) ? .white : .black
        }
        return (entriesAreOpen && settings.format != .swiss ? [.entriesClosed] : [])
            + [.started(initialColour: colour, lotSeed: lotSeed)]
    }
}

extension Tournament.Format {
    /// Berger's tables begin with three.
    var fewestPlayers: Int { isRoundRobin ? BergerTable.possibleParticipants.lowerBound : 2 }

    var mostPlayers: Int {
        isRoundRobin ? BergerTable.possibleParticipants.upperBound : Tournament.Limits.players
    }
}
