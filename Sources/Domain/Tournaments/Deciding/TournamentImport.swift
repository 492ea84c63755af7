import EventSourcing
import Pairing
import Vocabulary

/// A report file as the commands that play its tournament here, round by round.
///
/// Nobody's name comes along: whoever imports says which person each pairing number is.
package struct TournamentImport: Sendable {
    /// Why a file cannot be imported.
    package enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
        case file(ReportError)
        case teams
        case otherSystem(String)
        case numbersWithGaps(missing: Int)
        case playersMissing(numbers: [Int])
        case resultsDisagree(round: Int, numbers: [Int])
        case acceleration

        package var description: String {
            switch self {
            case .file(let error): "\(error)"
            case .teams:
                "the file reports a tournament of teams; only single players can go on here"
            case .otherSystem(let name):
                "the tournament is paired by \(name), which is not known here; say manual-only to "
                    + "import it all the same"
            case .numbersWithGaps(let missing):
                "pairing number \(missing) is missing; give the players the numbers from 1 on"
            case .playersMissing(let numbers):
                "nobody is named for the pairing numbers "
                    + numbers.prefix(10).map(String.init).joined(separator: ", ")
            case .resultsDisagree(let round, let numbers):
                "in round \(round) the results of \(numbers.map(String.init).joined(separator: " and ")) "
                    + "do not belong together, and no single result says both"
            case .acceleration:
                "the file grants virtual points, which tournaments here do not have"
            }
        }
    }

    package let history: TournamentHistory
    /// How many rounds were paired.
    package let playedRounds: Int
    package let name: String
    private let people: [PersonID]

    /// - Parameters:
    ///   - rounds: The number of rounds, in place of what the file says.
    ///   - last: Rounds after it are left out, as if the file had been cut there.
    ///   - people: By pairing number, number 1 first.
    package init(
        _ report: ReportFile, rounds: Int? = nil, through last: Int? = nil, people: [PersonID]
    ) throws(Fault) {
        guard !report.isTeamTournament else { throw .teams }
        do throws(ReportError) {
            let planned = rounds ?? report.plannedRounds ?? report.pairedRounds
            history = try report.history(plannedRounds: planned)
        } catch {
            throw .file(error)
        }
        guard history.acceleration == .none else { throw .acceleration }
        if case .other(let name) = history.format { throw .otherSystem(name) }
        for (index, entrant) in history.entrants.enumerated() where entrant.number != index + 1 {
            throw .numbersWithGaps(missing: index + 1)
        }
        guard people.count >= history.entrants.count else {
            throw .playersMissing(numbers: Array(people.count + 1...history.entrants.count))
        }
        self.people = people
        playedRounds = min(last ?? history.playedRounds, history.playedRounds)
        name = report.title
        for round in stride(from: 1, through: playedRounds, by: 1) { try check(round) }
    }

    /// What the file says of the tournament; the rest is the importer's.
    package func apply(to settings: inout Tournament.Settings) {
        settings.format =
            history.format.isRoundRobin
            ? (history.plannedRounds > history.entrants.count ? .doubleRoundRobin : .roundRobin)
            : .swiss
        settings.rounds = history.plannedRounds
        settings.scoring = Tournament.Scoring(history.pointSystem)
        settings.initialColour = history.initialColour == .white ? .white : .black
        if !name.isEmpty, name.isPlainText(isMultiline: false) { settings.name = name }
    }

    /// Entries, seeding and start, in the order of the pairing numbers.
    package func openingCommands() -> [Tournament.Command] {
        let players = people.prefix(history.entrants.count)
        return zip(players, history.entrants).map { person, entrant in
            .enter(
                Tournament.Candidate(
                    Tournament.EntryDetails(
                        player: person, rating: entrant.rating,
                        ratingSource: entrant.rating == nil ? .none : .import),
                    ageBand: .adult),
                byes: [], by: .import)
        } + [.seed(.manual, order: Array(players), seed: nil), .start(lotSeed: nil)]
    }

    /// One round as a whole.
    package func command(forRound number: Int) -> Tournament.Command {
        var games: [Tournament.ImportedRound.Game] = []
        var byes: [Tournament.PairedBye] = []
        for entrant in history.entrants {
            let player = people[entrant.number - 1]
            switch entrant.outcome(ofRound: number) {
            case .game, .forfeit:
                if let game = game(of: entrant, inRound: number) { games.append(game) }
            case .bye(let bye):
                byes.append(Tournament.PairedBye(player: player, kind: Tournament.ByeKind(bye)))
            case .absent: continue
            }
        }
        return .importRound(
            Tournament.ImportedRound(round: number, games: games, byes: byes))
    }

    /// Each game once: from White's side, or the lower number's where no colour is known.
    private func game(
        of entrant: Entrant, inRound number: Int
    ) -> Tournament.ImportedRound.Game? {
        let outcome = entrant.outcome(ofRound: number)
        guard let opponent = outcome.opponent, people.indices.contains(opponent - 1) else {
            return nil
        }
        let player = people[entrant.number - 1]
        switch outcome {
        case .game(_, .white, let score, let isRated):
            var game = Tournament.ImportedRound.Game(
                white: player, black: people[opponent - 1],
                result: score == .draw ? .draw : score == .win ? .whiteWins : .blackWins)
            game.isUnrated = !isRated
            return game
        case .forfeit(_, let colour, let isWon):
            guard colour == .white || (colour == nil && entrant.number < opponent) else {
                return nil
            }
            let other = history.entrants[opponent - 1].outcome(ofRound: number)
            let otherWon = if case .forfeit(_, _, won: true) = other { true } else { false }
            var game = Tournament.ImportedRound.Game(
                white: player, black: people[opponent - 1],
                result: isWon ? .whiteByForfeit : otherWon ? .blackByForfeit : .bothAbsent)
            game.isColourless = colour == nil
            return game
        case .game, .bye, .absent: return nil
        }
    }

    /// Both sides of a game tell the same.
    private func check(_ round: Int) throws(Fault) {
        for entrant in history.entrants {
            guard case .game(let opponent, _, let score, _) = entrant.outcome(ofRound: round),
                history.entrants.indices.contains(opponent - 1),
                case .game(_, _, let other, _) =
                    history.entrants[opponent - 1].outcome(ofRound: round),
                other != score.reversed
            else { continue }
            throw .resultsDisagree(round: round, numbers: [entrant.number, opponent].sorted())
        }
    }
}

extension ReportFile {
    /// The tournament's name, record `012`.
    fileprivate var title: String {
        for case .text(code: "012", let content) in records {
            return String(content.drop { $0 == " " })
        }
        return ""
    }
}
