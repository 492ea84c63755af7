import ReadModels
import Tournaments

/// The way through the history: a slider over all events, steps, and both ways of looking back.
struct ScrubberView: Sendable {
    let shown: Int
    let last: Int
    let words: String
    let when: LocalMoment
    let earlier: Step?
    let later: Step?
    /// The rounds' beginnings and ends, to jump to.
    let stations: [Step]
    let modes: [Mode]
    /// What the slider says at each of its places, for the script; a line a version.
    let labels: String

    struct Step: Sendable {
        let address: String
        let words: String
    }

    struct Mode: Sendable {
        let address: String
        let words: String
        let isShown: Bool
    }

    init(_ facts: TournamentFacts, _ links: TournamentLinks) {
        // In order; versions of events that the viewer is not told of are missing.
        let moments = facts.bracket.moments
        let last = moments.last?.version ?? 1
        let shown = links.version ?? last
        self.shown = shown
        self.last = last
        let moment = facts.bracket.moment(atOrBefore: shown) ?? moments[0]
        words = moment.words
        when = facts.clock.words(moment.recordedAt)
        earlier = facts.bracket.moment(atOrBefore: moment.version - 1).map {
            Step(address: links.at($0.version), words: $0.words)
        }
        later = moments.first { $0.version > shown }.map {
            Step(
                address: $0.version == last ? links.now : links.at($0.version), words: $0.words)
        }
        let pairing =
            facts.bracket.sight == .arbiters
            ? "tournament.round-paired" : "tournament.round-published"
        stations = moments.filter {
            [
                "tournament.started", pairing, "tournament.round-completed",
                "tournament.result-corrected", "tournament.finalized",
            ].contains($0.type)
        }.suffix(Self.stationLimit).map {
            Step(address: links.at($0.version), words: $0.words)
        }
        modes =
            facts.isNow
            ? []
            : LookBack.allCases.map { mode in
                Mode(
                    address: links.at(shown, mode: mode), words: mode.words,
                    isShown: mode == facts.bracket.mode)
            }
        let clock = facts.clock
        labels =
            last > Self.labelLimit
            ? ""
            : zip(moments, moments.dropFirst().map(\.version) + [last + 1])
                .flatMap { moment, next in
                    Array(
                        repeating: "\(clock.words(moment.recordedAt).full): \(moment.words)",
                        count: next - moment.version)
                }.joined(separator: "\n")
    }

    /// How many places to jump to are listed.
    private static let stationLimit = 60
    /// Up to how many events the slider tells while it is dragged.
    private static let labelLimit = 5000
}

extension TournamentMoment {
    fileprivate var words: String {
        HappeningWords(type: type, round: round, board: board).text
    }
}

extension LookBack {
    fileprivate var words: String {
        switch self {
        case .recorded: "As known then"
        case .effective: "As corrected now"
        }
    }
}

/// The addresses of a tournament's page.
struct TournamentLinks: Sendable {
    let path: String
    /// The event behind which the page stands; nothing for now.
    let version: Int?
    let mode: LookBack
    let isHall: Bool

    init(_ facts: TournamentFacts) {
        path = "/t/\(facts.bracket.id)"
        if case .version(let version) = facts.moment {
            self.version = version
        } else {
            version = nil
        }
        mode = facts.bracket.mode
        isHall = facts.isHall
    }

    var now: String { address([]) }

    func at(_ version: Int, mode: LookBack? = nil) -> String {
        address(["at=\(version)"] + ((mode ?? self.mode) == .effective ? ["mode=effective"] : []))
    }

    func round(_ round: Int) -> String { here(["round=\(round)"]) + "#boards" }

    /// Those older than an event; the latest where none is named.
    func corrections(before version: Int?) -> String {
        here(version.map { ["before=\($0)"] } ?? []) + "#corrections"
    }

    /// With the moment and the way of looking back kept.
    private func here(_ parts: [String]) -> String {
        address(
            (version.map { ["at=\($0)"] } ?? []) + (mode == .effective ? ["mode=effective"] : [])
                + parts)
    }

    func board(_ place: BoardPlace) -> String {
        let parts =
            (version.map { ["at=\($0)"] } ?? [])
            + (mode == .effective ? ["mode=effective"] : [])
        return "\(path)/b/\(place)" + (parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))")
    }

    private func address(_ parts: [String]) -> String {
        let all = parts + (isHall ? ["view=hall"] : [])
        return all.isEmpty ? path : "\(path)?\(all.joined(separator: "&"))"
    }
}
