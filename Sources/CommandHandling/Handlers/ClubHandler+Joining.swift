import Catalog
import Clubs
import Directory
import EventSourcing
import Vocabulary

extension ClubHandler {
    /// Somebody joins; or their school enters them and answers for it; or another lead enters
    /// them, for whom the gates are those of everybody.
    func join(_ wish: ClubWish) async throws {
        guard
            case .join(let chosen, let named, let via, let inviteCode, let answers) = wish
        else { return }
        let person = try named ?? caller()
        var entry = try entry(of: person, via: via, inviteCode: inviteCode)
        if entry.via.isBySchool {
            if try await !requireSchoolOrLead(of: person) { entry = .directory }
        } else {
            try await unit.require(.oneself(person))
        }
        let request =
            chosen ?? JoinRequestID(DerivedID.named("join-request", by: unit.request.id))
        try await execute(
            .join(
                request, try await applicant(person), by: entry,
                answers: try unit.keep(
                    answers, about: person, as: "answers", limit: TextLimits.freeText),
                idIsTaken: unit.register.isTaken(request), inactive: inactive, at: unit.now))
    }

    /// Whether the person's own school enters them: one of its teachers or admins, or one of its
    /// adults who leads the club. Any other lead may enter them too, for no school.
    private func requireSchoolOrLead(of person: PersonID) async throws -> Bool {
        let school = try await unit.state(of: .person(person)).school
        if try await unit.isAllowed(
            .role(.teacher, of: school), .adultLead(of: club, from: school), .admin(of: school))
        {
            return true
        }
        let host = try await unit.state(of: .club(club)).hostSchool
        try await unit.require(.role(.teacher, of: school), .lead(of: club), .admin(of: host))
        return false
    }

    /// The door: a code shows an invitation, and whoever enters another does it for the school.
    private func entry(
        of person: PersonID, via: Club.Via?, inviteCode: String?
    ) throws -> Club.Entry {
        switch (via, inviteCode) {
        case (.import, nil): .import
        case (.teacher, nil): .teacher
        case (nil, nil), (.directory, nil): try isCaller(person) ? .directory : .teacher
        case (nil, let code?), (.invite, let code?): .invite(CodeHash(of: code))
        case (.invite, nil), (_, .some): throw Club.Rejection.inviteInvalid(.unknown)
        }
    }

    private func isCaller(_ person: PersonID) throws -> Bool {
        try caller() == person
    }

    func approve(_ request: JoinRequestID) async throws {
        try await requireLead()
        let person = try await unit.state(of: .club(club)).request(request)?.person
        var asking: Club.Applicant?
        if let person { asking = try await applicant(person) }
        try await execute(.approve(request, asking, inactive: inactive))
    }

    func decline(
        _ request: JoinRequestID, because reasonCode: ReasonCode, _ reason: String?
    ) async throws {
        try await requireLead()
        let person = try await unit.state(of: .club(club)).request(request)?.person
        try await execute(
            .decline(
                request, reasonCode: reasonCode,
                reason: try person.flatMap { try keep(reason, about: $0) }, at: unit.now))
    }

    func withdraw(_ request: JoinRequestID) async throws {
        // Whose request it is stays untold to everybody else.
        guard let person = try await unit.state(of: .club(club)).request(request)?.person else {
            try await unit.require(.oneself(try caller()))
            throw Club.Rejection.requestNotOpen(request)
        }
        try await unit.require(.oneself(person))
        try await execute(.withdraw(request))
    }

    func leave(_ named: PersonID?, because reasonCode: ReasonCode?) async throws {
        let person = try named ?? caller()
        try await unit.require(.oneself(person))
        try await execute(.leave(person, reasonCode: reasonCode ?? "own-wish", inactive: inactive))
    }

    func remove(
        _ person: PersonID, because reasonCode: ReasonCode, _ reason: String?,
        noReturnUntil: Timestamp?
    ) async throws {
        try await requireLead()
        try await execute(
            .remove(
                person, reasonCode: reasonCode, reason: try keep(reason, about: person),
                noReturnUntil: noReturnUntil, inactive: inactive, at: unit.now))
    }

    func keep(_ reason: String?, about person: PersonID) throws -> VaultReference? {
        try unit.keep(reason, about: person, as: "reason", limit: TextLimits.freeText)
    }

    /// - Throws: `CommandFailure.notAllowed` where the principal is no person.
    func caller() throws -> PersonID {
        guard case .person(let person, _, _) = unit.request.principal else {
            throw CommandFailure.notAllowed(needs: [.oneself])
        }
        return person
    }
}
