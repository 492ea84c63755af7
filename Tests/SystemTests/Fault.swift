import TestSupport

/// Something that is done to a process, a server or a connection.
struct Fault: Sendable, CustomStringConvertible {
    enum Kind: String, Sendable, CaseIterable {
        case killService = "kill -9 of a service"
        case killServer = "kill -9 of PostgreSQL"
        case cut = "cut connections"
        case hang = "hanging connections"
    }

    let kind: Kind
    /// Which of the services, or whose connections.
    let place: Int
    /// Where a commit is held when it happens; nothing where it happens at any moment.
    let commit: Trap.Place?
    /// Whether what is held, or hangs, still comes through.
    let passesOn: Bool

    var description: String {
        let moment =
            switch commit {
            case .request: ", COMMIT on its way"
            case .answer: ", COMMIT done and not answered"
            case nil: ""
            }
        return "\(kind.rawValue) at \(place)\(moment)\(passesOn ? "" : ", nothing passed on")"
    }

    /// The same seed gives the same faults: every kind as often as every other, two of three while
    /// a commit is under way.
    static func schedule(_ count: Int, seed: UInt64) -> [Fault] {
        var generator = SeededGenerator(seed: seed)
        let faults = (0..<count).map { number in
            Fault(
                kind: Kind.allCases[number % Kind.allCases.count],
                place: Int.random(in: 0...1, using: &generator),
                commit: number % 3 == 0
                    ? nil : Trap.Place.allCases.randomElement(using: &generator),
                passesOn: Bool.random(using: &generator))
        }
        return faults.shuffled(using: &generator)
    }
}
