import Clubs
import EventSourcing
import ReadModels
import Vocabulary

/// What stands between a person and a seat, each gate named in advance, in the decider's order.
struct Gates: Sendable {
    let items: [Item]

    struct Item: Sendable {
        let name: String
        let words: String
        /// How it stands for the viewer, said beside its sign.
        let isOpen: Bool
        let isShut: Bool
    }

    fileprivate enum Gate: Int, CaseIterable {
        case standing, schools, ages, guardian, reapplying, enrolment, door, seats
    }

    init(_ facts: ClubFacts, club: ClubView) {
        let forecast = facts.me?.forecast
        items = Gate.allCases.compactMap { gate in
            let isShut = forecast?.stop == gate
            guard let words = facts.words(gate, club, isShut: isShut) else { return nil }
            let isOpen = forecast?.passed.map { gate.rawValue < $0 } ?? false
            return Item(name: gate.name, words: words, isOpen: isOpen, isShut: isShut)
        }
    }
}

extension Gates.Gate {
    fileprivate var name: String {
        switch self {
        case .standing: "Your standing"
        case .schools: "Schools"
        case .ages: "Ages"
        case .guardian: "Guardian"
        case .reapplying: "Asking again"
        case .enrolment: "Enrolment"
        case .door: "Who decides"
        case .seats: "Seats"
        }
    }
}

extension Forecast {
    /// How many gates are open before the first at which the person is stopped or has to wait.
    fileprivate var passed: Int? {
        switch self {
        case .seat: Gates.Gate.allCases.count
        case .waitlist: Gates.Gate.seats.rawValue
        case .decision: Gates.Gate.door.rawValue
        case .refused, .notAllowed: stop?.rawValue
        case .unknown: nil
        }
    }

    /// The gate that is shut.
    fileprivate var stop: Gates.Gate? {
        switch self {
        case .seat, .waitlist, .decision, .unknown: nil
        case .notAllowed: .standing
        case .refused(let rejection):
            switch rejection {
            case .personBlockedFromClub, .notEligible(.inactive), .archived: .standing
            case .notEligible(.school): .schools
            case .notEligible(.ageBand): .ages
            case .consentMissing: .guardian
            case .reapplyLater: .reapplying
            case .enrolmentClosed: .enrolment
            case .notEligible(.invitation), .inviteInvalid, .listFull(.requests, _): .door
            case .listFull, .clubFull: .seats
            default: nil
            }
        }
    }
}

extension ClubFacts {
    fileprivate func words(_ gate: Gates.Gate, _ club: ClubView, isShut: Bool) -> String? {
        switch gate {
        case .standing: isShut ? refusal?.words : nil
        case .schools: schoolWords
        case .ages:
            club.ageBands.isEmpty
                ? "People of any age." : "For people \(club.ageBands.words(joinedBy: "or"))."
        case .guardian: guardianWords
        case .reapplying: isShut ? refusal?.words : reapplyWords(club)
        case .enrolment: enrolmentWords(club)
        case .door: club.joinPolicy.words
        case .seats: seatWords(club)
        }
    }

    /// What the rehearsal was refused with.
    var refusal: SpokenRefusal? {
        switch me?.forecast {
        case .refused(let rejection): SpokenRefusal(rejection, clock: clock)
        case .notAllowed:
            SpokenRefusal(
                "You are not active at your school at the moment.",
                remedy: "Ask your school's office.")
        case .seat, .waitlist, .decision, .unknown, nil: nil
        }
    }

    private var schoolWords: String {
        guard !guestNames.isEmpty else { return "People of \(hostName)." }
        let more = moreGuests > 0 ? ["\(moreGuests) more schools"] : []
        return "People of \(([hostName] + guestNames + more).words(joinedBy: "and"))."
    }

    private var guardianWords: String? {
        if let me {
            guard me.guardianDecides else { return nil }
            return "At \(me.schoolName) a guardian decides for people of your age: "
                + "ask the school to enter you once they agree."
        }
        guard !hostPolicy.isEmpty else { return nil }
        return "At \(hostName) a guardian decides for people "
            + "\(hostPolicy.words(joinedBy: "or")), and the school enters them."
    }

    private func reapplyWords(_ club: ClubView) -> String? {
        guard club.joinPolicy != .open || club.waitlisted > 0 else { return nil }
        return switch club.reapplyAfterDays {
        case 0: "Who is declined may ask again at once."
        case 1: "Who is declined may ask again the day after."
        default: "Who is declined may ask again \(club.reapplyAfterDays) days later."
        }
    }

    private func enrolmentWords(_ club: ClubView) -> String {
        guard !club.archived else { return "The club is archived and takes nobody in." }
        guard club.enrolment == .open else { return "Enrolment is closed; a lead can open it." }
        let at = moment.clock(now: now)
        if let from = club.enrolmentFrom, at < from {
            return "Enrolment opens on \(clock.words(from).full)."
        }
        guard let to = club.enrolmentTo else { return "Enrolment is open." }
        let words = clock.words(to).full
        return at < to ? "Enrolment is open until \(words)." : "Enrolment closed on \(words)."
    }

    private func seatWords(_ club: ClubView) -> String {
        guard let capacity = club.capacity else { return "There is a seat for everybody." }
        let offers = club.seatOfferHours
        let keeping =
            offers == 0
            ? "A seat that becomes free goes to whoever waits longest."
            : "A seat that becomes free is offered to whoever waits longest, and kept for "
                + "\(offers == 1 ? "an hour" : "\(offers) hours")."
        let free = club.freeSeats ?? 0
        if free > 0 && club.waitlisted - club.offered == 0 {
            return "\(free) of \(capacity) \(free == 1 ? "is" : "are") free."
        }
        let taken =
            capacity == 1
            ? "The one seat is taken or on offer" : "All \(capacity) are taken or on offer"
        var place = club.waitlisted + 1
        if case .waitlist(let number)? = me?.forecast { place = number }
        if [.waiting, .member].contains(me?.membership?.state) || !moment.isToday {
            return "\(taken). \(keeping)"
        }
        return "\(taken): you would be number \(place) on the waitlist. \(keeping)"
    }
}

extension Club.JoinPolicy {
    fileprivate var words: String {
        switch self {
        case .open: "Nobody has to: whoever asks is in."
        case .approval: "A lead reads each request and decides."
        case .invite: "People come by invitation: a lead gives out codes."
        case .audition: "A lead hears each applicant and decides."
        }
    }
}

extension [AgeBand] {
    /// `under 16` or `of 13 and over`, where the bands reach down or up to the end.
    fileprivate func words(joinedBy word: String) -> String {
        let bands = sorted()
        let all = AgeBand.allCases.sorted()
        if bands.count < all.count, bands == Array(all.prefix(bands.count)) {
            return "under \(all[bands.count].youngest)"
        }
        if let youngest = bands.first?.youngest, bands == Array(all.suffix(bands.count)) {
            return "of \(youngest) and over"
        }
        return bands.map(\.words).words(joinedBy: word)
    }
}

extension AgeBand {
    var words: String {
        switch self {
        case .under10: "under 10"
        case .from10: "of 10 to 12"
        case .from13: "of 13 to 15"
        case .from16: "of 16 and 17"
        case .adult: "of 18 and over"
        }
    }
}

extension [String] {
    /// `a, b and c`.
    func words(joinedBy word: String) -> String {
        guard count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " \(word) " + (last ?? "")
    }
}
