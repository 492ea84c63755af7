import EventSourcing

/// A principal as a word in an operator's file.
extension Principal {
    private static let policyPrefix = "policy:"

    /// Nothing for a text that names nobody.
    package init?(named text: String) {
        switch text {
        case "operator": self = .operator
        case "clock": self = .clock
        case _ where text.hasPrefix(Self.policyPrefix):
            let name = text.dropFirst(Self.policyPrefix.count)
            guard (1...40).contains(name.utf8.count) else { return nil }
            self = .policy(String(name))
        default:
            guard let person = PersonID(text) else { return nil }
            self = .person(person, via: .import)
        }
    }

    /// A person by their id alone: a key of theirs is theirs by whichever way it comes.
    package var name: String {
        switch self {
        case .person(let person, _, _): person.description
        case .operator: "operator"
        case .clock: "clock"
        case .policy(let name): Self.policyPrefix + name
        }
    }
}
