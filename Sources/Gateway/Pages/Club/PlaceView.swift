import EventSourcing
import ReadModels

/// "Why am I third?" in words and steps; others are counted and never named.
struct PlaceView: Sendable {
    let question: String
    let sentences: [String]
    let steps: [Step]

    struct Step: Sendable {
        let at: LocalMoment
        let words: String
        let place: Int
    }

    init(_ explained: PlaceExplanation, _ clock: LocalClock, isToday: Bool) {
        let (are, have) = isToday ? ("are", "have") : ("were", "had")
        question =
            isToday ? "Why number \(explained.place)?" : "Why number \(explained.place) then?"
        var sentences: [String] = []
        switch explained.ahead {
        case 0:
            sentences.append(isToday ? "Nobody is ahead of you." : "Nobody was ahead of you.")
        case 1:
            sentences.append(
                isToday ? "One person is ahead of you." : "One person was ahead of you.")
        default: sentences.append("\(explained.ahead) people \(are) ahead of you.")
        }
        if explained.offersAhead > 0 {
            let some =
                explained.offersAhead == 1 ? "One of them" : "\(explained.offersAhead) of them"
            let verb = explained.offersAhead == 1 ? (isToday ? "has" : "had") : have
            sentences.append("\(some) \(verb) a seat on offer.")
        }
        if let capacity = explained.capacity {
            let offered = explained.offersOutstanding
            sentences.append(
                offered == 0 && explained.members >= capacity
                    ? capacity == 1
                        ? "The one seat \(isToday ? "is" : "was") taken."
                        : "All \(capacity) seats \(are) taken."
                    : "Of \(capacity) seats \(explained.members) \(are) taken and \(offered) on offer."
            )
        }
        if let until = explained.ownOfferExpiresAt {
            // Today it stands above, with the buttons.
            if !isToday { sentences.append("A seat was yours until \(clock.words(until).full).") }
        } else if explained.seatsNeeded == 0 {
            sentences.append("A free seat \(isToday ? "is" : "was") about to be offered to you.")
        } else {
            let needed = explained.seatsNeeded
            sentences.append(
                "\(needed == 1 ? "One seat \(isToday ? "has" : "had")" : "\(needed) seats \(have)") "
                    + "to become free: when members leave, when a lead adds seats, or when "
                    + "somebody ahead passes on theirs.")
        }
        self.sentences = sentences
        steps = explained.steps.enumerated().map { index, step in
            Step(
                at: clock.words(step.at),
                words: step.what.words(isFirst: index == 0), place: step.place)
        }
    }
}

extension MembershipFact {
    /// What happened, to whomever it was, to change a place in line.
    fileprivate func words(isFirst: Bool) -> String {
        if isFirst { return "You joined the waitlist" }
        return switch self {
        case .joined: "Somebody ahead got a seat"
        case .withdrawn: "Somebody ahead gave up their place"
        case .declined: "Somebody ahead was declined"
        case .seatDeclined: "Somebody ahead passed on a seat"
        case .seatOfferLapsed: "Somebody ahead let an offer lapse"
        case .placeChanged: "A lead put the list into another order"
        default: "The list moved"
        }
    }
}
