/// Why a round is not paired: a rule says no.
package enum PairingRefusal: Error, Hashable, Sendable {
    /// Second meetings, second byes, forbidden pairs and absolute colours leave nothing.
    case noLegalPairing(round: Int, NoLegalPairing)
    /// The number of rounds was fixed beforehand.
    case allRoundsPaired(planned: Int)
    /// Berger tables go from 3 to 64 participants.
    case noTable(participants: Int)
    /// The tournament is paired by a system that is not known here.
    case anotherSystem(String)
}

extension PairingRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLegalPairing(let round, let reason):
            "round \(round) has no legal pairing: numbers "
                + reason.numbers.map(String.init).joined(separator: ", ")
                + " cannot all be paired without a second meeting, a second bye, a forbidden pair"
                + " or a forbidden colour"
        case .allRoundsPaired(let planned):
            "all \(planned) rounds are paired; a longer tournament needs another number of rounds"
        case .noTable(let participants):
            "there are Berger tables for \(BergerTable.possibleParticipants.lowerBound) to "
                + "\(BergerTable.possibleParticipants.upperBound) participants, not \(participants)"
        case .anotherSystem(let name):
            "the tournament is paired by \(name); only the Dutch system, the team Swiss and Berger "
                + "tables are known here"
        }
    }
}

extension TournamentHistory {
    /// Pairs a round by the tournament's own system.
    ///
    /// - Complexity: That of `swissPairing(ofRound:)`; O(participants²) in a round robin.
    package func pairing(ofRound round: Int) throws(PairingRefusal) -> SwissPairing {
        guard round <= plannedRounds else { throw .allRoundsPaired(planned: plannedRounds) }
        if case .other(let name) = format { throw .anotherSystem(name) }
        if case .roundRobin(let swaps) = format {
            return try BergerTable.pairing(
                ofRound: round, of: plannedRounds, numbers: entrants.map(\.number),
                swapsLastRounds: swaps)
        }
        do throws(NoLegalPairing) {
            return try swissPairing(ofRound: round)
        } catch {
            throw .noLegalPairing(round: round, error)
        }
    }
}

extension TeamHistory {
    /// Pairs a round by the tournament's own system.
    ///
    /// - Complexity: That of `swissPairing(ofRound:)`; O(teams²) in a round robin.
    package func pairing(ofRound round: Int) throws(PairingRefusal) -> SwissPairing {
        guard round <= plannedRounds else { throw .allRoundsPaired(planned: plannedRounds) }
        if case .other(let name) = format { throw .anotherSystem(name) }
        if case .roundRobin(let swaps) = format {
            return try BergerTable.pairing(
                ofRound: round, of: plannedRounds, numbers: teams.map(\.number),
                swapsLastRounds: swaps)
        }
        do throws(NoLegalPairing) {
            return try swissPairing(ofRound: round)
        } catch {
            throw .noLegalPairing(round: round, error)
        }
    }

    /// Pairs every round again, and tells where the tournament differs.
    package func pairingDifferences() -> [PairingDifference] {
        let matches = matches
        return stride(from: 1, through: pairedRounds, by: 1).flatMap { round in
            do throws(PairingRefusal) {
                return PairingDifference.all(
                    inRound: round, played: matches.pairing(playedInRound: round),
                    ruled: try before(round: round).pairing(ofRound: round))
            } catch {
                return [.unpairable(round: round, error)]
            }
        }
    }
}
