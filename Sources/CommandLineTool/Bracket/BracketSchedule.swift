import ArgumentParser
import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// `clubs bracket schedule CLUB`: makes a tournament.
struct BracketSchedule: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Schedule a tournament of a club.",
        discussion: """
            EXAMPLES
              clubs bracket schedule chess --name "Spring Open" --format swiss --rounds 5 \\
                --starts-at 2027-03-09T16:00 --time-control 15+10 --tie-break BH --avoid school
              clubs bracket schedule chess --name "House Cup" --format round-robin \\
                --cadence window --window-days 7 --starts-at 2027-03-09T16:00 --time-control 30
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "The tournament's name.")
    var name: String

    @Option(help: "How opponents are found.")
    var format: Tournament.Format

    @Option(help: "The first day and time, in the tournament's zone.")
    var startsAt: LocalDateTime

    @Option(help: TimeControlArgument.help)
    var timeControl: TimeControlArgument

    @Option(help: "An id of your own for the tournament.")
    var tournament: TournamentID?

    @OptionGroup var plan: SchedulePlanOptions
    @OptionGroup var rules: ScheduleRuleOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "clubs", PathPart(club), "tournaments",
            body: [
                "tournament": tournament, "name": name, "format": format,
                "startsAtLocal": startsAt, "timeControl": timeControl.control,
            ] + plan.fields + rules.fields)
    }
}

/// When and for whom.
struct SchedulePlanOptions: ParsableArguments {
    @Option(help: "How many rounds a Swiss has; other formats have their own number.")
    var rounds: Int?

    @Option(help: "The zone of its times; the club's where none is named.")
    var timeZone: TimeZoneID?

    @Option(name: .customLong("round-at"), help: "When the next round starts; once for each.")
    var roundTimes: [LocalDateTime] = []

    @Option(help: "All games of a round at once, or each at its own time.")
    var cadence: Tournament.Cadence?

    @Option(help: "How many days a round is open, where each game has its own time.")
    var windowDays: Int?

    @Option(help: "How many players at most.")
    var capacity: Int?

    @Option(name: .customLong("age-band"), help: "Who may enter; everybody where none is named.")
    var ageBands: [AgeBand] = []

    @Option(name: .customLong("school"), help: "A school whose people may enter, by its id.")
    var schools: [SchoolID] = []

    @Option(help: "The highest rating that may enter.")
    var ratingAtMost: Int?

    @Option(help: "The last round before which one may still enter.")
    var lateEntryUntilRound: Int?

    @Option(help: "What late players get for the rounds that they have missed.")
    var lateBye: Tournament.ByeKind?

    @Option(help: "How many half-point byes a player may ask for.")
    var maxHalfPointByes: Int?

    var fields: Fields {
        [
            "rounds": rounds, "timeZone": timeZone, "roundTimesLocal": roundTimes.ifAny,
            "cadence": cadence, "windowDays": windowDays, "capacity": capacity,
            "eligibility": eligibility, "lateEntryUntilRound": lateEntryUntilRound,
            "lateByeKind": lateBye, "maxRequestedHalfPointByes": maxHalfPointByes,
        ]
    }

    private var eligibility: Tournament.Eligibility? {
        guard !ageBands.isEmpty || !schools.isEmpty || ratingAtMost != nil else { return nil }
        return .init(ageBands: ageBands, schools: schools, ratingAtMost: ratingAtMost)
    }
}

/// How it is paired and counted.
struct ScheduleRuleOptions: ParsableArguments {
    @Flag(help: "Results count for ratings.")
    var rated = false

    @Flag(help: "The arbiter makes every board, and no engine pairs.")
    var manual = false

    @Option(help: "Settles what is drawn by lot.")
    var seed: Int?

    @Option(help: "The first colour of the first player.")
    var initialColour: Tournament.InitialColour?

    @Option(name: .customLong("points"), help: "What an outcome gives, as win=3 or draw=1.")
    var points: [PointsArgument] = []

    @Option(name: .customLong("tie-break"), help: "A tie-break by FIDE's code, in order.")
    var tieBreaks: [String] = []

    @Option(
        name: .customLong("avoid"),
        help:
            "Whom not to pair: school, house or household; as house:absolute:3 strictly to round 3."
    )
    var avoid: [AvoidArgument] = []

    @Option(name: .customLong("keep-apart"), help: "Two people who must not meet, as ID,ID.")
    var keepApart: [PairArgument] = []

    @Option(help: "Whose word makes a result count.")
    var resultRule: Tournament.ResultRule?

    @Option(help: "After how many hours a report counts that nobody has answered.")
    var autoConfirmHours: Int?

    @Flag(help: "A knockout also plays for the third place.")
    var thirdPlaceGame = false

    var fields: Fields {
        let pairing: Tournament.PairingMode? = manual ? .manualOnly : nil
        let rules = avoid.map(\.rule) + keepApart.map(\.rule)
        return [
            "rated": rated ? true : nil, "pairing": pairing, "seed": seed,
            "initialColour": initialColour, "scoring": scoring, "tieBreaks": tieBreaks.ifAny,
            "avoid": rules.ifAny, "resultRule": resultRule,
            "autoConfirmHours": autoConfirmHours, "thirdPlaceGame": thirdPlaceGame ? true : nil,
        ]
    }

    private var scoring: Tournament.Scoring? {
        points.isEmpty
            ? nil : points.reduce(into: .init()) { $0[keyPath: $1.outcome] = $1.points }
    }
}

/// Two people's ids with a comma between.
struct PairArgument: ExpressibleByArgument {
    let rule: Tournament.AvoidRule

    init?(argument: String) {
        let people = argument.split(separator: ",").map { PersonID(String($0)) }
        guard people.count >= 2, !people.contains(nil) else { return nil }
        rule = .init(kind: .pair, strength: .absolute, players: people.compactMap { $0 })
    }
}

/// `clubs bracket amend T --set rounds=7`: changes what was scheduled.
struct BracketAmend: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "amend",
        abstract: "Change settings; after the start, what was promised needs --force and a reason.",
        discussion: """
            EXAMPLES
              clubs bracket amend $T --set rounds=7 --set 'name="Autumn Open"'
              clubs bracket amend $T --clear capacity
              clubs bracket amend $T --set 'tieBreaks=["BH","SB"]' --force --reason misprint
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Option(name: .customLong("set"), help: "A setting and its new value, as rounds=7.")
    var settings: [SettingArgument] = []

    @Option(name: .customLong("clear"), help: "A setting that is to be empty.")
    var cleared: [String] = []

    @Flag(help: "Also what breaks a promise made at the start.")
    var force = false

    @Option(help: ArgumentHelp("Why, as a code such as misprint.", valueName: "code"))
    var reason: ReasonCode?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard !settings.isEmpty || !cleared.isEmpty else {
            throw ValidationError("Name at least one --set or --clear.")
        }
    }

    func request(at _: TournamentDesk) -> ServiceRequest {
        var changes: [String: JSONValue] = [:]
        for setting in settings { changes[setting.name] = setting.value }
        for name in cleared { changes[name] = .null }
        return options.request(
            .patch,
            body: [
                "changes": JSONValue.object(changes), "force": force ? true : nil,
                "reasonCode": reason,
            ])
    }
}
