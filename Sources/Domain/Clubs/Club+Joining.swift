import EventSourcing
import HashTreeCollections
import Vocabulary

/// Asking to join, and what becomes of a request.
extension Club {
    /// Who asks, how, and when.
    struct Wish {
        let request: JoinRequestID
        let applicant: Applicant
        let entry: Entry
        let idIsTaken: Bool
        let at: Timestamp

        var person: PersonID { applicant.person }
        var isBySchool: Bool { entry.via.isBySchool }
    }

    /// The gates in order: standing, exclusion, eligibility, guardian, re-applying, window,
    /// invitation, approval, seats. The first that is shut answers.
    func join(
        _ charter: Charter, _ wish: Wish, answers: VaultReference?,
        passingOver inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        if try hasAsked(wish) { return [] }
        if let until = keptOut(wish.person, at: wish.at) {
            throw .personBlockedFromClub(until: until)
        }
        try checkEligibility(of: wish.applicant, for: charter)
        try checkTiming(of: wish, for: charter)
        let invite = try invite(for: wish)
        if charter.profile.joinPolicy == .invite, invite == nil, !wish.isBySchool {
            throw .notEligible(.invitation)
        }
        let events: [Event] = [
            .joinRequested(
                request: wish.request, person: wish.person, via: wish.entry.via,
                invite: invite?.id, answers: answers)
        ]
        if charter.profile.joinPolicy.needsApproval, invite == nil, !wish.isBySchool {
            guard queue.unapproved.count < Limits.requests else {
                throw .listFull(.requests, limit: Limits.requests)
            }
            return events
        }
        let request = Request(
            id: wish.request, person: wish.person, via: wish.entry.via, role: invite?.role,
            invite: invite?.id)
        return events + (try admit(request, passingOver: inactive))
    }

    /// Who has asked is looked at again: much can have changed since.
    func approve(
        _ id: JoinRequestID, of applicant: Applicant?, for charter: Charter,
        passingOver inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        guard let request = queue.unapproved.first(where: { $0.id == id }) else {
            if isFulfilled(id) || queue.request(id) != nil { return [] }
            throw .requestNotOpen(id)
        }
        guard let applicant, applicant.person == request.person else { throw .requestNotOpen(id) }
        try checkEligibility(of: applicant, for: charter)
        return [.joinApproved(request: id, person: request.person)]
            + (try admit(request, passingOver: inactive))
    }

    /// Declines a request, also one that waits; a seat once offered is not taken back.
    func decline(
        _ id: JoinRequestID, after days: Int, because reasonCode: ReasonCode,
        _ reason: VaultReference?, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        guard let request = queue.request(id) else { throw .requestNotOpen(id) }
        if let offer = queue.waiting(request.person)?.offer {
            throw .offerStillOpen(until: offer.expiresAt)
        }
        let reapplyFrom = days == 0 ? nil : moment.advanced(by: .seconds(days * 86_400))
        return [
            .joinDeclined(
                request: id, person: request.person, reasonCode: reasonCode,
                reapplyFrom: reapplyFrom, reason: reason)
        ]
    }

    /// Whoever withdraws while a seat is on offer to them declines the seat.
    func withdraw(_ id: JoinRequestID) throws(Rejection) -> [Event] {
        guard let request = queue.request(id) else { throw .requestNotOpen(id) }
        let withdrawn = Event.joinWithdrawn(request: id, person: request.person)
        guard let offer = queue.waiting(request.person)?.offer else { return [withdrawn] }
        return [
            .seatDeclined(offer: offer.id, person: request.person, request: id), withdrawn,
        ]
    }

    /// A seat where one is free and nobody waits for it; else the last place on the waitlist.
    func admit(
        _ request: Request, passingOver inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        // Nobody passes the queue: a free seat goes to whoever waits before a newcomer. Those
        // who hold an offer wait for nothing more.
        if freeSeats > 0, queue.next(passingOver: inactive) == nil { return seat(request) }
        guard waitlist.count < Limits.waitlist else {
            throw .listFull(.waitlist, limit: Limits.waitlist)
        }
        let place = waitlist.count + 1
        return [.memberWaitlisted(person: request.person, request: request.id, place: place)]
    }

    /// The person takes a seat, and the role that their invitation promised.
    ///
    /// The seat is what uses up the invitation: whoever gives up waiting for it has used none.
    func seat(_ request: Request) -> [Event] {
        let person = request.person
        var events: [Event] = []
        if let invite = request.invite {
            events.append(.inviteRedeemed(invite: invite, person: person))
        }
        events.append(
            .memberJoined(
                person: person, request: request.id, via: request.via,
                memberNo: roster.nextNumber))
        if let role = request.role, !roles(of: person).contains(role) {
            events.append(.roleAssigned(person: person, role: role, counterSignedBy: nil))
        }
        return events
    }
}

extension Club {
    /// Whether this very wish has been granted already or stands open.
    private func hasAsked(_ wish: Wish) throws(Rejection) -> Bool {
        if let member = member(wish.person) {
            guard member.request == wish.request else { throw .alreadyMember(wish.person) }
            return true
        }
        if let open = request(of: wish.person) {
            guard open.id == wish.request else { throw .requestOpen(open.id) }
            return true
        }
        if wish.idIsTaken || queue.request(wish.request) != nil || isFulfilled(wish.request) {
            throw .requestIDTaken(wish.request)
        }
        return false
    }

    private func isFulfilled(_ request: JoinRequestID) -> Bool {
        roster.member(with: request) != nil
    }

    /// Until when a removal or a suspension keeps the person out.
    func keptOut(_ person: PersonID, at moment: Timestamp) -> Timestamp? {
        let ends = [roster.exclusions[person], roster.suspensions[person]].compactMap(\.self)
        return ends.filter { moment < $0 }.max()
    }

    func checkEligibility(
        of applicant: Applicant, for charter: Charter
    ) throws(Rejection) {
        guard applicant.isActive else { throw .notEligible(.inactive) }
        guard applicant.school == charter.hostSchool || charter.openTo.contains(applicant.school)
        else { throw .notEligible(.school) }
        let bands = charter.profile.ageBands
        guard bands.isEmpty || bands.contains(applicant.ageBand)
        else { throw .notEligible(.ageBand) }
    }

    /// The gates at which the school answers for those whom it enters itself.
    private func checkTiming(of wish: Wish, for charter: Charter) throws(Rejection) {
        guard !wish.isBySchool else { return }
        if wish.applicant.guardianDecides { throw .consentMissing(wish.applicant.ageBand) }
        if let from = queue.reapplyFrom[wish.person], wish.at < from {
            throw .reapplyLater(from: from)
        }
        guard enrolment.isOpen(at: wish.at) else {
            throw .enrolmentClosed(opensAt: enrolment.opening(after: wish.at))
        }
    }

    private func invite(for wish: Wish) throws(Rejection) -> Invite? {
        guard case .invite(let code) = wish.entry else { return nil }
        guard let invite = invites.first(where: { $0.codeHash == code })
        else { throw .inviteInvalid(.unknown) }
        guard wish.at < invite.expiresAt else { throw .inviteInvalid(.expired) }
        guard invite.uses + queue.holders(of: invite.id) < invite.maxUses
        else { throw .inviteInvalid(.spent) }
        return invite
    }
}
