import Clubs
import EventSourcing
import ReadModels
import Vocabulary

/// How the viewer stands to the club, and what they can do about it.
struct YouCard: Sendable {
    let path: String
    let heading: String
    let lines: [String]
    let notice: String?
    let refusal: SpokenRefusal?
    let place: PlaceView?
    /// What the page can send; nothing in the past, and for whoever has no session.
    let seal: FormSeal?
    let join: Join?
    let offer: Offer?
    let withdrawal: Withdrawal?
    let canLeave: Bool
    /// Whether it is said how one signs in.
    let isVisitor: Bool

    struct Join: Sendable {
        let button: String
        /// Whether a lead reads an answer.
        let asksForAnswers: Bool
        let needsCode: Bool
        /// Whether a code may open what is shut.
        let takesCode: Bool
    }

    struct Offer: Sendable {
        let id: String
        let until: LocalMoment
    }

    struct Withdrawal: Sendable {
        let request: String
        let summary: String
        let button: String
    }

    /// Nothing for whoever looks at a past in which they were not there.
    init?(
        _ facts: ClubFacts, path: String, seal: FormSeal?, refusal: SpokenRefusal?, notice: Notice?
    ) {
        let isToday = facts.moment.isToday
        let membership = facts.me?.membership
        guard isToday || membership != nil else { return nil }
        self.path = path
        self.seal = isToday ? seal : nil
        self.notice = isToday ? notice?.words(membership) : nil
        self.refusal = refusal
        isVisitor = facts.me == nil
        heading = facts.heading
        lines = facts.lines
        place = facts.me?.explanation.map { PlaceView($0, facts.clock, isToday: isToday) }
        let hasForms = self.seal != nil
        offer =
            hasForms
            ? membership?.offer.flatMap { id in
                membership?.offerExpiresAt.map { Offer(id: "\(id)", until: facts.clock.words($0)) }
            } : nil
        join = hasForms ? facts.me?.forecast.flatMap { Join($0, facts) } : nil
        withdrawal = hasForms ? Withdrawal(facts) : nil
        canLeave = hasForms && membership?.state == .member
    }
}

extension YouCard.Join {
    fileprivate init?(_ forecast: Forecast, _ facts: ClubFacts) {
        let policy = facts.today.joinPolicy
        let reads = policy == .approval || policy == .audition
        switch forecast {
        case .seat:
            self.init(
                button: "Join", asksForAnswers: false, needsCode: false, takesCode: false)
        case .waitlist:
            self.init(
                button: "Join the waitlist", asksForAnswers: false, needsCode: false,
                takesCode: false)
        case .decision:
            self.init(
                button: "Ask to join", asksForAnswers: reads, needsCode: false, takesCode: true)
        case .unknown:
            self.init(
                button: "Ask to join", asksForAnswers: reads, needsCode: false,
                takesCode: policy == .invite)
        case .refused(.notEligible(.invitation)):
            self.init(
                button: "Join with this code", asksForAnswers: false, needsCode: true,
                takesCode: true)
        case .refused, .notAllowed:
            return nil
        }
    }
}

extension YouCard.Withdrawal {
    /// The rules name the person's own open request when they would ask again.
    fileprivate init?(_ facts: ClubFacts) {
        guard case .refused(.requestOpen(let request))? = facts.me?.forecast else { return nil }
        let isWaiting = facts.me?.membership?.state == .waiting
        self.init(
            request: "\(request)",
            summary: isWaiting ? "Give up your place" : "Withdraw your request",
            button: isWaiting ? "Give up my place" : "Withdraw my request")
    }
}

extension ClubFacts {
    fileprivate var heading: String {
        guard let me else { return "Would you like to join?" }
        let isToday = moment.isToday
        switch me.membership?.state {
        case .member: return isToday ? "You are a member" : "You were a member"
        case .waiting:
            if me.membership?.offer != nil {
                return isToday ? "A seat is on offer to you" : "A seat was on offer to you"
            }
            let place = me.membership?.place.map { "number \($0)" } ?? "on the list"
            return isToday
                ? "You are \(place) on the waitlist" : "You were \(place) on the waitlist"
        case .asked: return isToday ? "You have asked to join" : "You had asked to join"
        case .left, .removed, .helper, nil:
            guard isToday else { return "You" }
            switch me.forecast {
            case .seat: return "There is a seat for you"
            case .waitlist(let place): return "You would be number \(place) on the waitlist"
            case .decision, .unknown, nil: return "You can ask to join"
            case .refused(.notEligible(.invitation)): return "Have you been invited?"
            case .refused, .notAllowed: return "You cannot join just now"
            }
        }
    }

    fileprivate var lines: [String] {
        guard let me else { return [] }
        var lines: [String] = []
        if let membership = me.membership {
            lines.append(contentsOf: self.lines(membership))
        }
        switch me.membership?.state {
        case .member, .waiting, .asked: break
        case .left, .removed, .helper, nil:
            if moment.isToday { lines.append(contentsOf: forecastLines(me.forecast)) }
        }
        return lines
    }

    private func lines(_ membership: PersonMembership) -> [String] {
        let since = clock.words(membership.since).day
        var lines: [String] = []
        switch membership.state {
        case .member:
            let number = membership.memberNo.map { "Number \($0), since" } ?? "Since"
            lines.append("\(number) \(since).")
        case .waiting: lines.append("Since \(since).")
        case .asked: lines.append("On \(since). A lead reads it and decides.")
        case .left: lines.append("You left on \(clock.words(membership.until ?? now).day).")
        case .removed:
            lines.append("Your membership ended on \(clock.words(membership.until ?? now).day).")
        case .helper: break
        }
        if !membership.roles.isEmpty {
            let roles = membership.roles.map(\.words).words(joinedBy: "and")
            lines.append("You are here as \(roles).")
        }
        if let group = membership.group { lines.append("Your group is \(group).") }
        if let until = membership.suspendedUntil {
            lines.append("You are suspended until \(clock.words(until).full).")
        }
        return lines
    }

    private func forecastLines(_ forecast: Forecast?) -> [String] {
        switch forecast {
        case .seat: ["All gates are open: ask, and you are in."]
        case .waitlist:
            [
                "All gates are open but for the seats, which are taken. A seat that becomes free is "
                    + "offered in the order of the list."
            ]
        case .decision: ["Then a lead reads your request and decides."]
        case .refused, .notAllowed: refusal.map { [$0.words, $0.remedy] } ?? []
        case .unknown, nil: []
        }
    }
}

/// What a form has done, said once on the page that it leads back to.
enum Notice: String, Sendable {
    case joined, waiting, asked, left, declined, withdrawn

    /// Nothing where it is not true (any more), as on an address that was passed on.
    func words(_ membership: PersonMembership?) -> String? {
        switch (self, membership?.state) {
        case (.joined, .member): "Welcome! You are in."
        case (.waiting, .waiting): "You are on the waitlist. We keep your place."
        case (.asked, .asked): "Your request is with the leads now."
        case (.left, .left): "You have left the club. You can come back the way you came."
        case (.declined, nil), (.declined, .left):
            "You have passed on the seat; the next in line is asked."
        case (.withdrawn, nil), (.withdrawn, .left): "It is withdrawn. You can ask again."
        default: nil
        }
    }
}
