/// Something that a bracket's pairing could have been made to do.
enum BracketChoice: Hashable {
    /// Two members meet.
    case meeting(Int, Int)
    /// A member floats.
    case floating(Int)
}

/// Finds what the best pairing of a bracket would lose by a choice it did not make.
///
/// - Complexity: O(*n*³) once for the bracket, O(*n*²) for each choice; *n* counts the members, and
///   everybody below when the bracket depends on them.
struct ForcedChoice<Weight: MatchingWeight> {
    private let problem: BracketProblem
    private let field: SwissField
    private let graph: LightestMatching<Weight>
    private let least: Weight

    /// - Returns: nil if the problem has no answer even without the choice.
    init?(problem: BracketProblem, field: SwissField) {
        self.problem = problem
        self.field = field
        let bracket = problem.bracket
        var graph = BracketSolver<Weight>(problem: problem, field: field).makeGraph(
            members: bracket.members, movedDown: bracket.movedDown.count, upperHalf: nil,
            outside: problem.outside)
        guard graph.solve() else { return nil }
        self.graph = graph
        least = graph.weightOfMatching
    }

    /// - Returns: nil if the choice leaves nothing complete, or if this problem cannot tell because
    ///   the choice is felt below the bracket.
    func decision(on choice: BracketChoice) -> Decision? {
        let members = problem.bracket.members
        var forced = graph
        switch choice {
        case .meeting(let left, let right):
            guard let first = members.firstIndex(of: left),
                let second = members.firstIndex(of: right),
                forced.isEdge[first * forced.count + second]
            else { return nil }
            forced.confine(first, to: [second])
        case .floating(let player):
            guard let place = members.firstIndex(of: player) else { return nil }
            forced.confine(place, to: Array(members.count..<forced.count))
        }
        guard forced.solve() else { return nil }
        if problem.isRelaxed {
            let floaters = members.indices.filter { forced.mates[$0] >= members.count }.map {
                members[$0]
            }
            guard problem.bracket.isWellOff(below: floaters, problem: problem, field: field) else {
                return nil
            }
        }
        let difference = problem.layout.firstDifference(forced.weightOfMatching - least)
        return difference?.decision ?? .order
    }
}

extension LightestMatching {
    /// The sum of the weights of matched edges.
    fileprivate var weightOfMatching: Weight {
        (0..<count).reduce(.zero) { sum, vertex in
            mates[vertex] > vertex ? sum + weights[vertex * count + mates[vertex]] : sum
        }
    }

    /// Leaves a vertex only edges to some others; whom it was matched with is exposed if need be.
    fileprivate mutating func confine(_ vertex: Int, to others: [Int]) {
        release(vertex)
        if !others.contains(mates[vertex]) { expose(vertex) }
        let kept = Set(others)
        forbid(vertex, (0..<count).filter { !kept.contains($0) })
    }
}

extension BracketProblem {
    /// Whether those below are left out.
    var isRelaxed: Bool {
        outside.allSatisfy { $0 == .seat }
    }
}
