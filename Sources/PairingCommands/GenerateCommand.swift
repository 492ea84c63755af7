import ArgumentParser
import Pairing

/// Makes a random tournament: `clubs pairing generate --players 50 --rounds 9 --seed 1`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Print a random tournament, paired by the Dutch system.",
        discussion: """
            The same options give the same tournament, byte for byte.

            EXAMPLE
              clubs pairing generate --players 10 --rounds 5 --seed 7 > open.trf
            """)

    @Option(help: "The number of players, 2 to 9999.")
    var players: Int

    @Option(help: "The number of rounds, 1 to 99.")
    var rounds: Int

    @Option(help: "The seed of everything random.")
    var seed: UInt64

    @Option(help: "The best player's rating.")
    var highestRating = 2400

    @Option(help: "The last player's rating.")
    var lowestRating = 1400

    @Option(help: "Draws in a hundred games between equals.")
    var draws = 30

    @Option(help: "Forfeits in a hundred games; in one of five both stay away.")
    var forfeits = 0

    @Option(help: "Half-point byes in a hundred players a round.")
    var halfPointByes = 0

    @Option(help: "Zero-point byes in a hundred players a round.")
    var zeroPointByes = 0

    @Option(help: "Full-point byes in a hundred players a round.")
    var fullPointByes = 0

    @Option(help: "Withdrawals in a hundred players a round.")
    var withdrawals = 0

    @Option(help: "Late entries in a hundred players.")
    var lateEntries = 0

    @Option(help: "How many pairs must not meet.")
    var forbiddenPairs = 0

    @Option(help: "Points for a win, a draw and a loss.")
    var points = "1,0.5,0"

    @Option(help: "Points for the pairing-allocated bye, if not those for a win.")
    var allocatedBye: String?

    @Option(help: "The initial colour, white or black; drawn from the seed if not given.")
    var initialColour: TournamentOptions.InitialColour?

    @Flag(help: "Accelerate by the Baku system.")
    var baku = false

    @Option(help: "How many rounds to play; all if not given.")
    var playedRounds: Int?

    @Option(
        help: "Make a tournament of teams with so many boards; --players is the number of teams.")
    var boards: Int?

    @Option(help: "Of teams: the score that pairs them, MP or GP.")
    var primaryScore: TeamScoreOption = .MP

    @Option(help: "Of teams: the colour preferences, a, b or none.")
    var colourModel: ColourModelOption = .a

    enum TeamScoreOption: String, ExpressibleByArgument, CaseIterable {
        case MP, GP
    }

    enum ColourModelOption: String, ExpressibleByArgument, CaseIterable {
        case a, b, none

        var model: TeamColourModel {
            switch self {
            case .a: .typeA
            case .b: .typeB
            case .none: .none
            }
        }
    }

    func run() throws {
        try Failure.reported { () throws(Failure) in
            if let boards {
                print(try teams(boards).text, terminator: "")
                return
            }
            var history = TournamentGenerator.history(try settings())
            if let playedRounds, playedRounds < history.pairedRounds {
                history = history.before(round: playedRounds + 1)
            }
            let report = ReportFile(name: "Generated tournament, seed \(seed)", history: history)
            print(report.text, terminator: "")
        }
    }

    private func teams(_ boards: Int) throws(Failure) -> ReportFile {
        guard (1...20).contains(boards), players * boards <= 9999, players <= 999 else {
            throw .unreadable(
                "generate: 1 to 20 boards, 999 teams and 9999 players of all teams are possible")
        }
        guard !baku, playedRounds == nil, points == "1,0.5,0", allocatedBye == nil else {
            throw .unreadable(
                "generate: --baku, --played-rounds, --points and --allocated-bye are for players")
        }
        let history = TeamTournamentGenerator.history(
            try settings(), boards: boards, primaryScore: primaryScore == .MP ? .match : .game,
            colourModel: colourModel.model)
        return ReportFile(name: "Generated team tournament, seed \(seed)", history: history)
    }

    private func settings() throws(Failure) -> TournamentGenerator.Settings {
        guard (2...9999).contains(players), (1...99).contains(rounds),
            lowestRating <= highestRating,
            (0...9999).contains(lowestRating), (0...9999).contains(highestRating)
        else {
            throw .unreadable(
                "generate: 2 to 9999 players, 1 to 99 rounds and ratings from 0 to 9999 are possible"
            )
        }
        let rates = [
            draws, forfeits, halfPointByes, zeroPointByes, fullPointByes, withdrawals, lateEntries,
        ]
        guard rates.allSatisfy((0...100).contains), (0...10_000).contains(forbiddenPairs) else {
            throw .unreadable(
                "generate: a rate is from 0 to 100, and at most 10000 pairs are forbidden")
        }
        var settings = TournamentGenerator.Settings(players: players, rounds: rounds, seed: seed)
        settings.highestRating = highestRating
        settings.lowestRating = lowestRating
        settings.drawPercent = draws
        settings.forfeitPercent = forfeits
        settings.halfPointByePercent = halfPointByes
        settings.zeroPointByePercent = zeroPointByes
        settings.fullPointByePercent = fullPointByes
        settings.withdrawalPercent = withdrawals
        settings.lateEntryPercent = lateEntries
        settings.forbiddenPairs = forbiddenPairs
        settings.isBakuAccelerated = baku
        settings.initialColour = initialColour.map { $0 == .white ? .white : .black }
        settings.pointSystem = try pointSystem()
        return settings
    }

    private func pointSystem() throws(Failure) -> PointSystem {
        let values = points.split(separator: ",").map { Points(String($0)) }
        guard values.count == 3, let win = values[0], let draw = values[1], let loss = values[2]
        else {
            throw .unreadable("generate: --points takes three values, such as 3,1,0")
        }
        let bye = allocatedBye.map { Points($0) } ?? .zero
        // Columns of a report hold one decimal of a total.
        guard let bye, [win, draw, loss, bye].allSatisfy(Self.fits) else {
            throw .unreadable("generate: points are from 0 to 9.9 with one decimal at most")
        }
        var system = PointSystem.standard
        (system.win, system.draw, system.loss) = (win, draw, loss)
        if allocatedBye != nil { system.statedAllocatedBye = bye }
        return system
    }

    private static func fits(_ points: Points) -> Bool {
        (0..<1000).contains(points.hundredths) && points.hundredths.isMultiple(of: 10)
    }
}
