import ArgumentParser
import EventSourcing
import Foundation
import Pairing
import ReadModels
import Tournaments
import Vocabulary

// The words of tournaments as the command line reads them.

extension LocalDateTime: ExpressibleByArgument {}
extension GameReference: ExpressibleByArgument {}
extension LookBack: ExpressibleByArgument {}
extension Tournament.ByeKind: ExpressibleByArgument {}
extension Tournament.Cadence: ExpressibleByArgument {}
extension Tournament.Format: ExpressibleByArgument {}
extension Tournament.InitialColour: ExpressibleByArgument {}
extension Tournament.RatingSource: ExpressibleByArgument {}
extension Tournament.ResultRule: ExpressibleByArgument {}
extension Tournament.SeedingMethod: ExpressibleByArgument {}
extension Tournament.Stage: ExpressibleByArgument {}
extension Tournament.TieMethod: ExpressibleByArgument {}

/// How a game ended, as arbiters type it.
struct ResultArgument: ExpressibleByArgument {
    static let help: ArgumentHelp =
        """
        1-0, 0-1, 1/2-1/2 or draw; by forfeit +/- (or black-absent), -/+ (white-absent), \
        -/- (both-absent).
        """

    let result: Tournament.GameResult

    init?(argument: String) {
        switch argument.lowercased() {
        case "½-½", "=", "draw", "0.5-0.5": result = .draw
        case "black-absent": result = .whiteByForfeit
        case "white-absent": result = .blackByForfeit
        case "both-absent": result = .bothAbsent
        case "open": result = .open
        case let text:
            guard let result = Tournament.GameResult(rawValue: text) else { return nil }
            self.result = result
        }
    }
}

extension ResultArgument {
    /// The two results that begin as options do, and the words that mean the same.
    private static let words = ["-/+": "white-absent", "-/-": "both-absent"]
    /// Behind any other option stands its value.
    private static let flags: Set = ["--dry-run", "--json"]

    /// A command line of tournaments in which no result can be taken for an option.
    static func spelledOut(_ arguments: [String]) -> [String] {
        guard arguments.first == BracketCommand.configuration.commandName else { return arguments }
        return zip(arguments, [""] + arguments).map { argument, before in
            let isValue = before.hasPrefix("--") && !flags.contains(before)
            return isValue ? argument : words[argument] ?? argument
        }
    }
}

/// `90+30`: minutes for the game and seconds for each move.
struct TimeControlArgument: ExpressibleByArgument {
    static let help: ArgumentHelp = "Minutes for the game and seconds for each move, as 90+30."

    let control: Tournament.TimeControl

    init?(argument: String) {
        let parts = argument.split(separator: "+", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let minutes = Int(parts[0]), minutes >= 0,
            minutes <= 1440, let increment = parts.count == 1 ? 0 : Int(parts[1]), increment >= 0
        else { return nil }
        control = .init(initialSeconds: minutes * 60, incrementSeconds: increment)
    }
}

/// `win=3`: what an outcome is worth.
struct PointsArgument: ExpressibleByArgument {
    let outcome: WritableKeyPath<Tournament.Scoring, Points>
    let points: Points

    init?(argument: String) {
        let parts = argument.split(separator: "=")
        let outcomes: [String: WritableKeyPath<Tournament.Scoring, Points>] = [
            "win": \.win, "draw": \.draw, "loss": \.loss, "pab": \.pab, "hpb": \.hpb, "zpb": \.zpb,
        ]
        guard parts.count == 2, let outcome = outcomes[String(parts[0])],
            parts[1].utf8.count <= 7, let points = Points(String(parts[1]))
        else { return nil }
        self.outcome = outcome
        self.points = points
    }
}

/// `school`, or `house:absolute:3`: whom not to pair, how strictly, and up to which round.
struct AvoidArgument: ExpressibleByArgument {
    let rule: Tournament.AvoidRule

    init?(argument: String) {
        let parts = argument.split(separator: ":").map(String.init)
        guard (1...3).contains(parts.count),
            let kind = Tournament.AvoidRule.Kind(rawValue: parts[0]), kind != .pair,
            let strength = parts.count > 1
                ? Tournament.AvoidRule.Strength(rawValue: parts[1]) : .weak
        else { return nil }
        let until = parts.count > 2 ? Int(parts[2]) : nil
        guard parts.count < 3 || until != nil else { return nil }
        rule = .init(kind: kind, strength: strength, until: until)
    }
}

/// `rounds=7`: a setting and its new value, as JSON or as plain text.
struct SettingArgument: ExpressibleByArgument {
    let name: String
    let value: JSONValue

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        name = String(parts[0])
        value = JSONValue(typed: String(parts[1]))
    }
}

extension JSONValue {
    /// A number, a list, an object where it reads as one; else the text itself.
    fileprivate init(typed text: String) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        } catch {
            self = .string(text)
        }
    }
}
