import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// Pairs every round of a log again and compares.
///
/// Fed with a tournament's events in order, it keeps the state before each pairing, so what it
/// pairs again rests on exactly what the first pairing rested on.
package struct Verification: Equatable, Sendable {
    package enum Finding: Equatable, Sendable {
        /// The same boards, byes and input came out.
        case reproduced
        /// Paired elsewhere, or by an arbiter: nothing that could be made again.
        case notOurs(engine: String)
        case differs(Difference)
    }

    package enum Difference: Equatable, Sendable, CustomStringConvertible {
        /// Results, entries or settings before it are not those of the time.
        case input(recorded: String, found: String)
        /// The first board or bye that is another one, as text.
        case pairing(recorded: String, found: String)
        case engine(recorded: String, known: String)
        case refused(String)

        package var description: String {
            switch self {
            case .input(let recorded, let found):
                "it rests on other results or entries than it was paired on: "
                    + "its input had the digest \(recorded.prefix(12)) and has \(found.prefix(12))"
            case .pairing(let recorded, let found):
                "the rules pair \(found), and the log has \(recorded)"
            case .engine(let recorded, let known):
                "it was paired by \(recorded); this program knows \(known)"
            case .refused(let reason): "it cannot be paired again: \(reason)"
            }
        }
    }

    package struct RoundReport: Equatable, Sendable {
        package let round: Int
        package let attempt: Int
        /// Of the event in the stream.
        package let version: Int
        package let finding: Finding
        /// Whether everybody has ever seen it.
        package internal(set) var isShown = false
    }

    /// A table in the log that is not the one its events make.
    package struct TableDifference: Equatable, Sendable {
        /// Nothing for the final one.
        package let round: Int?
        package let version: Int
        package let recorded: String
        package let found: String
    }

    package private(set) var rounds: [RoundReport] = []
    package private(set) var tables: [TableDifference] = []
    package private(set) var tournament = Tournament()

    package init() {}

    package var hasDifferences: Bool {
        !tables.isEmpty
            || rounds.contains {
                if case .differs = $0.finding { true } else { false }
            }
    }

    package mutating func append(_ event: Tournament.Event) {
        switch event {
        case .roundPaired(let paired):
            rounds.append(
                RoundReport(
                    round: paired.round, attempt: paired.attempt, version: tournament.version + 1,
                    finding: tournament.finding(about: paired)))
        case .roundCompleted(let round, let digest):
            compare(digest, with: tournament.standingsDigest(afterRound: round), round)
        case .finalized(_, let digest): compare(digest, with: tournament.standingsDigest(), nil)
        default: break
        }
        tournament.evolve(event)
        for index in rounds.indices where !rounds[index].isShown {
            let round = tournament.round(rounds[index].round)
            rounds[index].isShown =
                round?.attempt == rounds[index].attempt && !tournament.isDraft(rounds[index].round)
        }
    }

    /// What everybody may know of it: nothing about drafts of rounds.
    package var published: Verification {
        var published = self
        published.rounds.removeAll { !$0.isShown }
        published.tables.removeAll { $0.round.map { $0 > tournament.drafts.lastShown } ?? false }
        return published
    }

    private mutating func compare(_ recorded: String, with found: String, _ round: Int?) {
        guard recorded != found else { return }
        tables.append(
            TableDifference(
                round: round, version: tournament.version + 1, recorded: recorded, found: found))
    }
}

extension Tournament {
    fileprivate func finding(about paired: PairedRound) -> Verification.Finding {
        guard let settings else { return .differs(.refused("nothing is scheduled")) }
        guard paired.engine.isOurs else { return .notOurs(engine: paired.engine.name) }
        let ours = Engine(rules: Engine.rules(of: settings.format))
        guard paired.engine == ours else {
            return .differs(
                .engine(recorded: "\(paired.engine)", known: "\(ours.rules) \(ours.version)"))
        }
        // Those whom the arbiter had left out because they were not there.
        let absent = Set(
            paired.byes.filter { bye in
                bye.kind == .zero
                    && plannedBye(of: bye.player, inRound: paired.round, absent: []) == nil
            }.map(\.player))
        let proposal: RoundProposal
        do throws(Rejection) {
            proposal = try self.proposal(
                ofRound: paired.round, under: settings,
                absent: settings.format == .swiss ? absent : [])
        } catch {
            return .differs(.refused("\(error)"))
        }
        guard proposal.inputDigest == paired.inputDigest else {
            return .differs(.input(recorded: paired.inputDigest, found: proposal.inputDigest))
        }
        return difference(proposal, paired).map { .differs($0) } ?? .reproduced
    }

    private func difference(
        _ proposal: RoundProposal, _ paired: PairedRound
    ) -> Verification.Difference? {
        func text(_ board: PairedBoard?) -> String {
            guard let board else { return "no such board" }
            let numbers = [board.white, board.black].map { number(of: $0).map(String.init) ?? "?" }
            return "board \(board.board): " + numbers.joined(separator: " - ")
        }
        for index in 0..<max(proposal.boards.count, paired.pairings.count) {
            let ours = proposal.boards.indices.contains(index) ? proposal.boards[index] : nil
            let theirs = paired.pairings.indices.contains(index) ? paired.pairings[index] : nil
            guard ours?.seats == theirs?.seats else {
                return .pairing(recorded: text(theirs), found: text(ours))
            }
        }
        func text(_ byes: [PairedBye]) -> String {
            let allocated = byes.filter { $0.kind == .pab }.compactMap { number(of: $0.player) }
            return "a bye for " + (allocated.first.map(String.init) ?? "nobody")
        }
        let same = Set(proposal.byes.map(\.key)) == Set(paired.byes.map(\.key))
        return same ? nil : .pairing(recorded: text(paired.byes), found: text(proposal.byes))
    }
}

extension Tournament.PairedBye {
    fileprivate var key: String { "\(player) \(kind.rawValue)" }
}
