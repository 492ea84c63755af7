/// Who caused an event, in which capacity, for whom, and through what.
package struct Actor: Hashable, Codable, Sendable {
    package enum Capacity: String, Codable, Sendable, CaseIterable {
        /// Somebody who is no student and has no role, in what concerns only themselves.
        case oneself
        case student, guardian, teacher, organizer, arbiter, moderator, pastoral, safeguarding
        case analyst, admin, `operator`, policy, clock, `import`
    }

    package enum Via: String, Codable, Sendable {
        case http, terminal, policy, clock, `import`
    }

    /// Nobody for an operator, a policy or the clock.
    package let person: PersonID?
    package let capacity: Capacity
    /// The child for whom a guardian acts.
    package let onBehalfOf: PersonID?
    package let via: Via

    package init(
        person: PersonID? = nil, capacity: Capacity, onBehalfOf: PersonID? = nil, via: Via
    ) {
        self.person = person
        self.capacity = capacity
        self.onBehalfOf = onBehalfOf
        self.via = via
    }
}
