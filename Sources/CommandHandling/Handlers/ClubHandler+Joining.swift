import Catalog
import Clubs
import Directory
import EventSourcing
import Vocabulary

extension ClubHandler {
    /// Somebody joins; or a teacher, a lead or an admin enters them, and the school answers for it.
    func join(_ wish: ClubWish) async throws {
        guard
            case .join(let chosen, let named, let via, let inviteCode, let answers) = wish
        else { return }
        let person = try named ?? caller()
        let entry = try entry(of: person, via: via, inviteCode: inviteCode)
        if entry.via.isBySchool {
            let host = try await unit.state(of: .club(club)).hostSchool
            try await unit.require(.role(.teacher), .lead(of: club), .admin(of: host))
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
            throw CommandFailure.notAllowed(needs: [.student])
        }
        return person
    }
}
