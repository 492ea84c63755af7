import Clubs
import EventSourcing
import Vocabulary

extension Problem {
    /// The code of each rule of a club, with the values that explain it.
    ///
    /// One long switch on purpose: a new rule does not compile until it has its line here. The
    /// label keeps `.blockedPair`, a rule and a code, from meaning this very initializer again.
    init(of rejection: Club.Rejection) {
        switch rejection {
        case .alreadyFounded: self.init(.clubExists)
        case .notFounded: self.init(.notFound)
        case .archived: self.init(.clubArchived)
        case .slugTaken(let slug):
            self.init(.slugTaken, "the slug \(slug) leads to another club", ["slug": .init(slug)])
        case .unknownTimeZone(let zone):
            self.init(.unknownTimeZone, "\(zone) is no time zone", ["timeZone": .init(zone)])
        case .unknownInterest(let interest):
            self.init(
                .unknownInterest, "\(interest) is not on the list", ["interest": .init(interest)])
        case .outOfBounds(let field, let allowed):
            self.init(invalid: [.init(outside: allowed, field: field.pointer)])
        case .listFull(let listing, let limit):
            self.init(
                .listFull, "the club's list of \(listing.rawValue) holds \(limit) at most",
                ["list": .string(listing.rawValue), "limit": .init(count: limit)])
        case .alreadyPast(let moment):
            self.init(.alreadyPast, "\(moment) has passed", ["moment": .init(moment)])
        case .enrolmentEndsBeforeItStarts: self.init(.enrolmentEndsBeforeItStarts)
        case .capacityBelowMembers(let capacity, let held):
            self.init(
                .capacityBelowMembers, "\(held) seats are held, and there would be \(capacity)",
                ["capacity": .init(count: capacity), "held": .init(count: held)])
        case .alreadyMember(let person):
            self.init(.alreadyMember, nil, ["person": .init(person)])
        case .requestOpen(let request):
            self.init(.requestOpen, nil, ["request": .init(request)])
        case .requestIDTaken(let request):
            self.init(
                .idTaken, "another request has the id \(request)", ["request": .init(request)])
        case .notEligible(let rule):
            self.init(.notEligible, rule.explanation, ["rule": .string(rule.rawValue)])
        case .personBlockedFromClub(let until):
            self.init(
                .personBlockedFromClub, "they may return from \(until) on", ["until": .init(until)])
        case .reapplyLater(let from):
            self.init(.reapplyLater, "they may ask again from \(from) on", ["from": .init(from)])
        case .consentMissing(let band):
            self.init(
                .consentMissing, nil,
                ["purposes": ["participation"], "ageBand": .string(band.rawValue)])
        case .enrolmentClosed(let opensAt):
            self.init(.enrolmentClosed, nil, opensAt.map { ["opensAt": .init($0)] } ?? [:])
        case .inviteInvalid(let fault):
            self.init(.inviteInvalid, nil, ["fault": .string(fault.rawValue)])
        case .requestNotOpen(let request):
            self.init(.requestNotOpen, nil, ["request": .init(request)])
        case .clubFull(let capacity):
            self.init(
                .clubFull, "all \(capacity) seats are held", ["capacity": .init(count: capacity)])
        case .notWaiting(let person):
            self.init(.notWaiting, nil, ["person": .init(person)])
        case .notNext(let next):
            self.init(.notNext, nil, ["next": .init(next)])
        case .offerIDTaken(let offer):
            self.init(.idTaken, "another offer has the id \(offer)", ["offer": .init(offer)])
        case .offerUnknown(let offer):
            self.init(.offerUnknown, nil, ["offer": .init(offer)])
        case .offerExpired(let moment):
            self.init(.offerExpired, "the offer ended at \(moment)", ["at": .init(moment)])
        case .offerStillOpen(let until):
            self.init(.offerStillOpen, "the offer stands until \(until)", ["until": .init(until)])
        case .waitlistChanged(let missing, let unknown):
            self.init(
                .waitlistChanged, nil,
                [
                    "missing": .array(missing.map { .init($0) }),
                    "unknown": .array(unknown.map { .init($0) }),
                ])
        case .notAMember(let person):
            self.init(.notAMember, nil, ["person": .init(person)])
        case .alreadySuspended(let until):
            self.init(
                .alreadySuspended, "they are suspended until \(until)", ["until": .init(until)])
        case .needsAdultLead: self.init(.needsAdultLead)
        case .lastAdultLead(let person):
            self.init(.lastAdultLead, nil, ["person": .init(person)])
        case .minorCannotHoldRole(let role):
            self.init(.minorCannotHoldRole, nil, ["role": .string(role.rawValue)])
        case .unknownGroup(let group):
            self.init(
                .unknownGroup, "the club has no group \(group)", ["group": .init(group)])
        case .groupInUse(let group):
            self.init(
                .groupInUse, "there are people in the group \(group)", ["group": .init(group)])
        case .blockedPair: self.init(.blockedPair)
        case .ownBuddy(let person): self.init(.ownBuddy, nil, ["person": .init(person)])
        case .roleNotByInvite(let role):
            self.init(.roleNotByInvite, nil, ["role": .string(role.rawValue)])
        case .inviteIDTaken(let invite):
            self.init(
                .idTaken, "another invitation has the id \(invite)", ["invite": .init(invite)])
        }
    }
}

extension Club.EligibilityRule {
    fileprivate var explanation: String {
        switch self {
        case .school: "the club is not open to their school"
        case .ageBand: "the club is not for their age band"
        case .inactive: "they are not active at their school"
        case .invitation: "the club takes people by invitation only"
        }
    }
}

extension Club.Field {
    /// Where the field stands in a command's data.
    fileprivate var pointer: String {
        switch self {
        case .name: "/name"
        case .summary: "/summary"
        case .interests: "/interests"
        case .languages: "/languages"
        case .groups: "/groups"
        case .openTo: "/openTo"
        case .leads: "/leads"
        case .ageBands: "/ageBands"
        case .capacity: "/capacity"
        case .reapplyAfterDays: "/reapplyAfterDays"
        case .seatOfferHours: "/seatOfferHours"
        case .maxUses: "/maxUses"
        }
    }
}

extension Problem.FieldError {
    init(outside allowed: ClosedRange<Int>, field pointer: String) {
        self.init(
            pointer, .outOfBounds, expected: "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
}
