import Catalog
import Clubs
import Directory
import EventSourcing
import Vocabulary

extension ClubHandler {
    func found(_ wish: ClubWish) async throws {
        guard
            case .found(
                let hostSchool, let openTo, let slug, let name, let summary, let kind,
                let interests, let joinPolicy, let capacity, let ageBands, let languages,
                let timeZone, let visibility, let reapplyAfterDays, let seatOfferHours,
                let groups, let leads) = wish
        else { return }
        try await unit.require(.role(.organizer), .admin(of: hostSchool))
        for school in [hostSchool] + (openTo ?? []) {
            guard try await unit.state(of: .school(school)).isRegistered else {
                throw CommandFailure.notFound(StreamID.school(school).name)
            }
        }
        var profile = Club.Profile(name: name, timeZone: timeZone)
        profile.summary = summary ?? profile.summary
        profile.kind = kind ?? profile.kind
        profile.interests = interests ?? profile.interests
        profile.joinPolicy = joinPolicy ?? profile.joinPolicy
        profile.ageBands = ageBands ?? profile.ageBands
        profile.languages = languages ?? profile.languages
        profile.visibility = visibility ?? profile.visibility
        profile.reapplyAfterDays = reapplyAfterDays ?? profile.reapplyAfterDays
        profile.seatOfferHours = seatOfferHours ?? profile.seatOfferHours
        profile.groups = groups ?? profile.groups
        var applicants: [Club.Applicant] = []
        for lead in leads { applicants.append(try await applicant(lead)) }
        let isFounded = try await unit.state(of: .club(club)).isFounded
        try await execute(
            .found(
                Club.Founding(
                    hostSchool: hostSchool, openTo: openTo ?? [], slug: slug, profile: profile,
                    capacity: capacity, leads: applicants),
                slugIsTaken: !isFounded && unit.register.isTaken(slug)))
    }

    func updateProfile(_ wish: ClubWish) async throws {
        guard
            case .updateProfile(
                let name, let summary, let kind, let interests, let joinPolicy, let ageBands,
                let languages, let timeZone, let visibility, let reapplyAfterDays,
                let seatOfferHours, let groups) = wish
        else { return }
        var changes = Club.Profile.Changes()
        changes.name = name
        changes.summary = summary
        changes.kind = kind
        changes.interests = interests
        changes.joinPolicy = joinPolicy
        changes.ageBands = ageBands
        changes.languages = languages
        changes.timeZone = timeZone
        changes.visibility = visibility
        changes.reapplyAfterDays = reapplyAfterDays
        changes.seatOfferHours = seatOfferHours
        changes.groups = groups
        try await requireLead()
        try await execute(.updateProfile(changes))
    }

    /// A student who is to lead needs an adult lead who answers for them: the one who assigns.
    func assign(_ role: Club.Role, to person: PersonID) async throws {
        try await requireLead()
        var counterSignature: PersonID?
        if case .person(let assigner, _, _) = unit.request.principal,
            try await unit.state(of: .club(club)).adultLeads.contains(assigner)
        {
            counterSignature = assigner
        }
        try await execute(
            .assignRole(
                role, to: try await applicant(person), counterSignedBy: counterSignature,
                at: unit.now))
    }

    func issueInvite(_ wish: ClubWish) async throws {
        guard
            case .issueInvite(let invite, let code, let expiresAt, let maxUses, let role) = wish
        else { return }
        try await requireLead()
        try unit.checkText(code, in: "code", limit: TextLimits.inviteCode)
        try await execute(
            .issueInvite(
                invite, codeHash: CodeHash(of: code), expiresAt: expiresAt, maxUses: maxUses,
                role: role, idIsTaken: unit.register.isTaken(invite), at: unit.now))
    }
}
