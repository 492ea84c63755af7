import Catalog
import Clubs
import Directory
import EventSourcing
import Vocabulary

/// Who may do something, from the least capacity to the highest.
///
/// Roles come from the log and are current: a lane reads the deciders themselves.
enum Permission {
    /// Whoever may reach the database.
    case `operator`
    /// This very person.
    case oneself(PersonID)
    /// A role in the tenant, or at this school.
    case role(Person.Role, of: SchoolID? = nil)
    case admin(of: SchoolID?)
    /// The club's own leads.
    case lead(of: ClubID)
    /// An adult of the school who leads the club in their own name.
    case adultLead(of: ClubID, from: SchoolID?)
    case policy
    case clock
}

extension UnitOfWork {
    /// Finds the first of `permissions` that the principal has, and acts in that capacity.
    ///
    /// - Throws: `CommandFailure.notAllowed` with the capacities that would be, or
    ///   `.actingNotLinked` for somebody who acts for another.
    func require(_ permissions: Permission...) async throws {
        guard try await isAllowed(permissions) else {
            throw CommandFailure.notAllowed(needs: permissions.map(\.capacity))
        }
    }

    /// Whether the principal has one of `permissions`; if so, they act in the first.
    func isAllowed(_ permissions: Permission...) async throws -> Bool {
        try await isAllowed(permissions)
    }

    private func isAllowed(_ permissions: [Permission]) async throws -> Bool {
        if case .person(_, .some, _) = request.principal {
            throw CommandFailure.actingNotLinked
        }
        for permission in permissions {
            if let found = try await capacity(for: permission) {
                capacity = found
                return true
            }
        }
        return false
    }

    private func capacity(for permission: Permission) async throws -> Actor.Capacity? {
        switch (request.principal, permission) {
        case (.operator, .operator), (.operator, .admin), (.operator, .role): return .operator
        case (.policy, .policy): return .policy
        case (.clock, .clock): return .clock
        case (.person(let person, _, _), _): return try await capacity(of: person, for: permission)
        default: return nil
        }
    }

    private func capacity(
        of person: PersonID, for permission: Permission
    ) async throws -> Actor.Capacity? {
        let state = try await state(of: .person(person))
        guard state.isActive else { return nil }
        switch permission {
        case .oneself(person): return state.ownCapacity
        case .role(let role, let school):
            return state.holds(role, at: school) ? role.capacity : nil
        case .admin(let school): return state.holds(.admin, at: school) ? .admin : nil
        case .lead(let club):
            let club = try await self.state(of: .club(club))
            return club.isLead(person) ? .organizer : nil
        case .adultLead(let club, let school):
            let club = try await self.state(of: .club(club))
            return school == state.school && club.isAdultLead(person) ? .organizer : nil
        case .oneself, .operator, .policy, .clock: return nil
        }
    }
}

extension Person {
    /// Whether they hold the role, at this school where one is named.
    fileprivate func holds(_ role: Role, at school: SchoolID?) -> Bool {
        roles.contains(role) && school.map { $0 == self.school } ?? true
    }

    /// In which they act for themselves.
    fileprivate var ownCapacity: Actor.Capacity {
        if kind == .student { return .student }
        return roles.contains(.teacher) ? .teacher : .oneself
    }
}

extension Permission {
    /// What a caller without it is told to be.
    fileprivate var capacity: Actor.Capacity {
        switch self {
        case .operator: .operator
        case .oneself: .oneself
        case .role(let role, _): role.capacity
        case .admin: .admin
        case .lead, .adultLead: .organizer
        case .policy: .policy
        case .clock: .clock
        }
    }
}

extension Person.Role {
    fileprivate var capacity: Actor.Capacity {
        switch self {
        case .teacher: .teacher
        case .organizer: .organizer
        case .pastoral: .pastoral
        case .safeguarding: .safeguarding
        case .analyst: .analyst
        case .moderator: .moderator
        case .admin: .admin
        }
    }
}
