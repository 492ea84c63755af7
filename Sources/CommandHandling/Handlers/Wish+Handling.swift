extension Wish {
    /// Turns the wish into commands for deciders, inside the lane, with every state current.
    ///
    /// - Throws: `CommandFailure`, or the rejection of the decider that refuses.
    func carryOut(in unit: UnitOfWork) async throws {
        switch self {
        case .school(let school, let wish):
            try await SchoolHandler(school: school, unit: unit).carryOut(wish)
        case .person(let person, let wish):
            try await PersonHandler(person: person, unit: unit).carryOut(wish)
        case .club(let club, let wish):
            try await ClubHandler(club: club, unit: unit).carryOut(wish)
        case .tournament(let tournament, let wish):
            try await TournamentHandler(tournament: tournament, unit: unit).carryOut(wish)
        }
    }
}
