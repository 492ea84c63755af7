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
    /// A role in the tenant; an admin's reaches as far as their school.
    case role(Person.Role)
    case admin(of: SchoolID?)
    /// The club's own leads.
    case lead(of: ClubID)
    case policy
    case clock
}

extension UnitOfWork {
    /// Finds the first of `permissions` that the principal has, and acts in that capacity.
    ///
    /// - Throws: `CommandFailure.notAllowed` with the capacities that would be, or
    ///   `.actingNotLinked` for somebody who acts for another.
    func require(_ permissions: Permission...) async throws {
        if case .person(_, .some, _) = request.principal {
            throw CommandFailure.actingNotLinked
        }
        for permission in permissions {
            if let found = try await capacity(for: permission) {
                capacity = found
                return
            }
        }
        throw CommandFailure.notAllowed(needs: permissions.map(\.capacity))
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
        case .oneself(person): return state.kind == .student ? .student : .teacher
        case .role(let role): return state.roles.contains(role) ? role.capacity : nil
        case .admin(let school):
            let reaches = school.map { $0 == state.school } ?? true
            return reaches && state.roles.contains(.admin) ? .admin : nil
        case .lead(let club):
            let club = try await self.state(of: .club(club))
            return club.isLead(person) ? .organizer : nil
        case .oneself, .operator, .policy, .clock: return nil
        }
    }
}

extension Permission {
    /// What a caller without it is told to be.
    fileprivate var capacity: Actor.Capacity {
        switch self {
        case .operator: .operator
        case .oneself: .student
        case .role(let role): role.capacity
        case .admin: .admin
        case .lead: .organizer
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
