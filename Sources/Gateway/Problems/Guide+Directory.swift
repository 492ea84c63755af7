extension Guide {
    /// The rules of schools and people.
    static let ofDirectory: [ProblemCode: Guide] = [
        .schoolExists: Guide(
            "The school is registered already",
            "A school is registered once.",
            "Change it, or register another under a new id."),
        .termOverlaps: Guide(
            "The term overlaps another one",
            "A day belongs to one term at most.",
            "Choose days that lie outside the term in `term`."),
        .termEndsBeforeItStarts: Guide(
            "The term ends before it starts",
            "A term starts on or before the day on which it ends.",
            "Swap the days, or correct one of them."),
        .policyBelowFloor: Guide(
            "The policy is weaker than is allowed",
            "A school may ask for more protection than the floor, and never for less.",
            "Correct the part of the policy that `breach` names."),
        .personExists: Guide(
            "The person is registered already",
            "A person is registered once.",
            "Change them, or register another under a new id."),
        .sourcedIDTaken: Guide(
            "Somebody else has this id of the school's system",
            "An id of the school's own system belongs to one person.",
            "Check the id, or change the person who has it."),
        .unknownTimeZone: Guide(
            "This time zone is not known",
            "A time zone is an IANA name that this machine's table knows.",
            "Use a name such as Europe/London."),
        .unknownInterest: Guide(
            "This interest is not on the list",
            "Interests are chosen from a closed list, so that they can never be personal text.",
            "Choose interests from the list."),
        .adultInMinorsAgeBand: Guide(
            "An adult cannot be in this age band",
            "A person of the kind adult is in the age band adult.",
            "Correct the kind or the age band."),
        .minorCannotHoldRole: Guide(
            "A minor cannot hold this role",
            """
            Roles with power over others are for adults; a club may give some to students \
            whom an adult lead answers for.
            """,
            "Give the role to an adult, or let an adult lead of the club assign it."),
        .lastAdmin: Guide(
            "This is the last admin",
            "A tenant always has an active admin.",
            "Make somebody else an admin first."),
        .alreadyInactive: Guide(
            "The person is inactive already",
            "Only an active person can be deactivated.",
            "Nothing needs to be done."),
        .personInactive: Guide(
            "The person is inactive",
            "Somebody inactive is not changed.",
            "Reactivate the person first."),
        .listFull: Guide(
            "There is no room for more",
            "Every list has a limit.",
            "Remove what is no longer needed first."),
    ]
}
