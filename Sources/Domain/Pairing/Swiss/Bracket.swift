/// One bracket: who is in it, and what comes after it.
///
/// Everybody is an index into the field's contenders.
struct Bracket {
    /// Moved down from above, in order.
    var movedDown: [Int]
    /// The scoregroup, in order.
    var residents: [Int]
    /// The next scoregroup; empty if this is the last.
    var next: [Int]
    /// Everybody below the next scoregroup, and the bye if somebody has to get it.
    var rest: [Int]
    /// The score that gets the bye; nil in an even field.
    var byeScore: Points?

    /// Moved down players first: they have the higher scores.
    var members: [Int] { movedDown + residents }
}

/// How a bracket was paired.
struct BracketPairing {
    /// The higher ranked of each pair first.
    var pairs: [(Int, Int)] = []
    var downfloaters: [Int] = []
    /// Whether it was found as if nothing below mattered, and nothing below could be better off.
    var isSettledAlone = false
}
