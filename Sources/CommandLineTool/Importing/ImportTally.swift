import CommandHandling
import EventSourcing
import Gateway

/// What has become of the lines so far.
struct ImportTally: Sendable {
    var accepted = 0
    /// By an earlier run.
    var doneBefore = 0
    var nothingToDo = 0
    var refused = 0
    var unreadable = 0
    /// How the command ends for the first refusal of a rule.
    private(set) var firstRefusal: ExitStatus?

    var lines: Int { accepted + doneBefore + nothingToDo + refused + unreadable }

    mutating func count(_ ending: LineEnding) {
        switch ending {
        case .done(let outcome) where outcome.isRepeat: doneBefore += 1
        case .done(let outcome) where outcome.events.isEmpty: nothingToDo += 1
        case .done: accepted += 1
        case .refused(let refusal) where refusal.exitStatus == .usage: unreadable += 1
        case .refused(let refusal):
            refused += 1
            firstRefusal = firstRefusal ?? refusal.exitStatus
        }
    }

    /// Lines that cannot be read come before rules that say no.
    var exitStatus: ExitStatus {
        unreadable > 0 ? .usage : firstRefusal ?? .done
    }
}
