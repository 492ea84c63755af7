import Clubs
import CommandHandling
import EventSourcing
import HTTPTypes

/// Why something did not happen and what would help, said to the person themselves.
///
/// The words for a page; status and code are `Problem`'s, which the API sends for the same.
struct SpokenRefusal: Sendable {
    let words: String
    let remedy: String

    init(_ words: String, remedy: String) {
        self.words = words
        self.remedy = remedy
    }

    init(_ error: any Error, _ problem: Problem, clock: LocalClock) {
        switch error {
        case let rejection as Club.Rejection: self.init(rejection, clock: clock)
        case CommandFailure.idempotencyMismatch:
            self.init(
                "This form has been sent before, with something else in it.",
                remedy: "Look at how things stand now, and send it again if you still wish to.")
        case CommandFailure.invalidText(let field, let allowed):
            let name = field == "inviteCode" || field == "code" ? "The code" : "The text"
            self.init(
                "\(name) is too short, too long, or holds signs that cannot be kept.",
                remedy: "\(allowed.lowerBound) to \(allowed.upperBound) characters are possible.")
        case CommandFailure.notAllowed:
            self.init(
                "This is not yours to do.",
                remedy: "If you think it should be, ask a lead of the club or your school.")
        default: self.init(problem.code.guide.title + ".", remedy: problem.code.remedyForPeople)
        }
    }

    init(_ rejection: Club.Rejection, clock: LocalClock) {
        switch rejection {
        case .archived:
            self.init("The club is archived.", remedy: "A lead can restore it.")
        case .alreadyMember:
            self.init("You are a member already.", remedy: "Nothing needs to be done.")
        case .requestOpen:
            self.init(
                "You have asked already.", remedy: "Wait for the answer, or withdraw below.")
        case .notEligible(.school):
            self.init(
                "The club is not open to your school.",
                remedy: "A lead can open it to more schools.")
        case .notEligible(.ageBand):
            self.init(
                "The club is for people of another age.",
                remedy: "Look for one that is for yours, or talk to a lead.")
        case .notEligible(.inactive):
            self.init(
                "You are not active at your school at the moment.",
                remedy: "Ask your school's office.")
        case .notEligible(.invitation):
            self.init(
                "The club takes people by invitation.",
                remedy: "Ask a lead for a code, and enter it below.")
        case .personBlockedFromClub(let until):
            self.init(
                "You cannot join this club before \(clock.words(until).full).",
                remedy: "If you would like to talk about it, ask a lead.")
        case .consentMissing:
            self.init(
                "At your age a guardian decides about clubs.",
                remedy: "Ask your school: it enters you as soon as your guardian agrees.")
        case .reapplyLater(let from):
            self.init(
                "You can ask again from \(clock.words(from).full) on.",
                remedy: "Come back then, or talk to a lead.")
        case .enrolmentClosed(let opensAt):
            self.init(
                "Enrolment is closed.",
                remedy: opensAt.map { "Come back on \(clock.words($0).full)." }
                    ?? "A lead can open it.")
        case .inviteInvalid(let fault):
            let words =
                switch fault {
                case .unknown: "This code is not known here."
                case .expired: "This code has expired."
                case .spent: "This code has been used up."
                }
            self.init(words, remedy: "Check it, or ask a lead for a new one.")
        case .listFull(.waitlist, let limit):
            self.init(
                "The waitlist is full: \(limit) people wait.", remedy: "Come back later.")
        case .listFull:
            self.init("Too many requests are open.", remedy: "Come back later.")
        case .offerUnknown:
            self.init(
                "This seat is not on offer to you any more.",
                remedy: "Look below at how things stand now.")
        case .offerExpired(let moment):
            self.init(
                "The offer ended on \(clock.words(moment).full).",
                remedy: "You can ask again, and wait for the next seat.")
        case .requestNotOpen:
            self.init(
                "Your request is not open any more.",
                remedy: "Look below at how things stand now.")
        case .notAMember:
            self.init("You are not a member.", remedy: "Nothing needs to be done.")
        case .lastAdultLead:
            self.init(
                "You are the last adult who leads this club, and it needs one.",
                remedy: "Make another adult a lead first.")
        default:
            let code = Problem(of: rejection).code
            self.init(code.guide.title + ".", remedy: code.remedyForPeople)
        }
    }
}
