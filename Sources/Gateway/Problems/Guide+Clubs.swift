extension Guide {
    /// The rules of clubs.
    static let ofClubs: [ProblemCode: Guide] = [
        .clubExists: Guide(
            "The club has been founded already",
            "A club is founded once.",
            "Change it, or found another under a new id."),
        .clubArchived: Guide(
            "The club is archived",
            "An archived club stands still.",
            "Ask a lead to restore the club first."),
        .slugTaken: Guide(
            "This address is taken",
            "A slug leads to one club of the tenant.",
            "Choose another slug."),
        .alreadyPast: Guide(
            "The moment has passed",
            "What is to end in the future ends after now.",
            "Choose a later moment."),
        .enrolmentEndsBeforeItStarts: Guide(
            "Enrolment would end before it starts",
            "Enrolment opens before it closes.",
            "Swap the moments, or correct one of them."),
        .capacityBelowMembers: Guide(
            "There are more people than seats",
            "Nobody loses a seat because the number of seats falls.",
            """
            Choose at least as many seats as `held`, or send `overfill` to keep everybody \
            for now.
            """),
        .alreadyMember: Guide(
            "They are a member already",
            "A person has one seat in a club.",
            "Nothing needs to be done."),
        .requestOpen: Guide(
            "A request is open already",
            "A person asks once, and waits for the answer.",
            "Wait for the answer, or withdraw the request."),
        .idTaken: Guide(
            "This id is in use",
            "An id stands for one thing.",
            "Make a new id."),
        .notEligible: Guide(
            "This is not for this person",
            """
            A club says which schools and age bands it is for, and whether it takes people \
            by invitation only; a tournament also up to which rating.
            """,
            "Ask a lead or an arbiter: they can invite, or open the club or the tournament further."
        ),
        .personBlockedFromClub: Guide(
            "They may not return yet",
            "Who has been removed or suspended is kept out until a day, and holds no role.",
            "Wait until `until`, or talk to a lead."),
        .reapplyLater: Guide(
            "It is too soon to ask again",
            "After a decline the club lets some days pass.",
            "Ask again from `from` on."),
        .consentMissing: Guide(
            "A guardian's consent is missing",
            "In this age band the school lets a guardian decide about clubs.",
            "Ask the school: staff can enter the person once the guardian agrees."),
        .enrolmentClosed: Guide(
            "Enrolment is closed",
            "A club takes people while its enrolment is open.",
            "Come back at `opensAt`, or ask a lead."),
        .inviteInvalid: Guide(
            "The invitation does not work",
            "An invitation works until it expires, is spent or is revoked.",
            "Ask a lead for a new one."),
        .requestNotOpen: Guide(
            "The request is not open",
            "A request is decided once.",
            "Look at the club's open requests again."),
        .clubFull: Guide(
            "The club is full",
            "There are never more members than seats.",
            "Wait for a seat, or give the club more seats."),
        .notWaiting: Guide(
            "They are not on the waitlist",
            "A seat is offered to somebody who waits.",
            "Look at the waitlist again."),
        .notNext: Guide(
            "Somebody else is next",
            "Seats go by the order of the waitlist.",
            "Offer the seat to `next`, or reorder the waitlist with a reason."),
        .offerUnknown: Guide(
            "There is no such offer",
            "A seat is taken by whom it was offered to, while the offer stands.",
            "Look at your place on the waitlist again."),
        .offerExpired: Guide(
            "The offer has expired",
            "An offered seat is kept for as long as the club says.",
            "Wait for the next offer."),
        .offerStillOpen: Guide(
            "The offer still stands",
            "An offer lapses at its end and not before.",
            "Wait until `until`."),
        .waitlistChanged: Guide(
            "The waitlist has changed meanwhile",
            "A new order names everybody who waits, once.",
            "Read the waitlist again, and send a new order."),
        .notAMember: Guide(
            "They are not a member",
            "Only a member can leave, be removed or be given something.",
            "Look at the roster again."),
        .alreadySuspended: Guide(
            "They are suspended already",
            "A suspension ends before another begins.",
            "Lift the suspension first."),
        .needsAdultLead: Guide(
            "An adult lead is needed",
            "A club has at least one adult who leads it and answers for its student leads.",
            "Name an adult among the leads."),
        .lastAdultLead: Guide(
            "This is the last adult lead",
            "A club is never without an adult who leads it.",
            "Make another adult a lead first."),
        .unknownGroup: Guide(
            "There is no such group",
            "People are put into groups that the club's profile names.",
            "Add the group to the profile, or choose another."),
        .groupInUse: Guide(
            "Somebody is in this group",
            "A group with people in it stays.",
            "Move its people first."),
        .blockedPair: Guide(
            "These two cannot be put together",
            "Some pairs are kept apart; who and why is not told.",
            "Choose another buddy."),
        .ownBuddy: Guide(
            "Nobody is their own buddy",
            "A buddy is somebody else.",
            "Choose another member."),
        .roleNotByInvite: Guide(
            "This role is not given by invitation",
            "An invitation gives roles that need no adult's word.",
            "Invite without a role, and assign it afterwards."),
    ]
}
