import ArgumentParser
import EventSourcing
import Vocabulary

/// When a game is to be played: a moment, or a day and time on somebody's wall.
enum GameTime: ExpressibleByArgument {
    case moment(Timestamp)
    case local(LocalDateTime)

    init?(argument: String) {
        if let moment = Timestamp(argument) {
            self = .moment(moment)
        } else if let local = LocalDateTime(argument) {
            self = .local(local)
        } else {
            return nil
        }
    }

    /// - Throws: `Failure` for a time that no clock in the zone shows.
    func moment(in zone: TimeZoneID) throws -> Timestamp {
        switch self {
        case .moment(let moment): moment
        case .local(let local): try Self.read(local, in: zone)
        }
    }

    private static func read(_ local: LocalDateTime, in zone: TimeZoneID) throws -> Timestamp {
        switch local.read(in: zone) {
        case .moment(let moment): return moment
        case .skipped(let nearest):
            throw Failure(
                .refused, "no clock in \(zone) shows \(local)",
                why: "Clocks that are put forward leave an hour out.",
                remedy: "choose \(nearest.map(\.text).joined(separator: " or "))",
                code: "local-time-does-not-exist")
        case .unknownZone:
            throw Failure(
                .usage, "\(zone) is no time zone",
                remedy: "name one such as Europe/London", code: "unknown-time-zone")
        }
    }
}

/// In which zone times are read that tell none.
struct GameTimeOptions: ParsableArguments {
    static let help: ArgumentHelp =
        "With an offset (2027-03-09T16:00:00+01:00), or as a clock shows it (2027-03-09T16:00)."

    @Option(help: "The zone of times without an offset; the tournament's where none is named.")
    var timeZone: TimeZoneID?

    func moments(of times: [GameTime], at desk: TournamentDesk) async throws -> [Timestamp] {
        let zone = try await zone(at: desk)
        return try times.map { try $0.moment(in: zone) }
    }

    private func zone(at desk: TournamentDesk) async throws -> TimeZoneID {
        if let timeZone { return timeZone }
        guard let zone = try await desk.timeZone() else {
            throw Failure(.bug, "the service has told no zone of \(desk.tournament.tournament)")
        }
        return zone
    }
}

/// `clubs bracket propose-time T ROUND BOARD TIME…`: when one could play.
struct BracketProposeTime: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "propose-time",
        abstract: "Propose times for your game, where a round has a window.",
        discussion: """
            EXAMPLES
              clubs bracket propose-time $T 4 3 2027-03-09T16:00:00Z 2027-03-10T16:00:00+05:00
              clubs bracket propose-time $T 4 3 2027-03-09T21:00 --time-zone Asia/Karachi
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: GameTimeOptions.help)
    var times: [GameTime]

    @OptionGroup var zone: GameTimeOptions

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, place, "time-proposals",
            body: ["times": try await zone.moments(of: times, at: desk)])
    }
}

/// `clubs bracket agree-time T ROUND BOARD TIME`: when both will play.
struct BracketAgreeTime: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "agree-time",
        abstract: "Agree to a time that your opponent has proposed.",
        discussion: """
            EXAMPLE
              clubs bracket agree-time $T 4 3 2027-03-10T16:00:00Z
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: GameTimeOptions.help)
    var time: GameTime

    @OptionGroup var zone: GameTimeOptions

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, place, "time-agreement",
            body: ["at": try await zone.moments(of: [time], at: desk).first])
    }
}
