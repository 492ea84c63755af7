import CommandHandling
import Directory
import EventSourcing
import Vocabulary

/// The command of the append benchmarks: a person declares interests.
///
/// Its one event, `directory.interests-declared`, has 196 bytes of data. It rests on the person's
/// own stream alone, so what is measured is the way into the log and not a rule. Each differs from
/// the one before, for saying the same again would leave no trace.
enum Declaration {
    private static let interests: [Interest] = [
        "astronomy", "basketball", "board-games", "electronics", "engineering", "mathematics",
        "philosophy",
    ]
    private static let strengths: [Interest] = [
        "photography", "table-tennis", "volunteering", "journalism",
    ]

    /// - Parameters:
    ///   - turn: An even one differs from an odd one.
    ///   - run: Differs from the one next to it, so that a run need not know how the last ended.
    static func wish(of person: PersonID, turn: Int, run: Int) -> Wish {
        .person(
            person,
            .declareInterests(
                interests: interests(in: run), strengths: strengths, pace: pace(in: turn)))
    }

    static func event(turn: Int, run: Int) -> Person.Event {
        .interestsDeclared(
            interests: interests(in: run), strengths: strengths, pace: pace(in: turn))
    }

    private static func interests(in run: Int) -> [Interest] {
        let first = run % interests.count
        return Array(interests[first...] + interests[..<first])
    }

    private static func pace(in turn: Int) -> Person.Pace {
        turn.isMultiple(of: 2) ? .steady : .brisk
    }

    /// The data as the log has them, for peers that write bytes.
    static let json = """
        {"interests":["astronomy","basketball","board-games","electronics","engineering",\
        "mathematics","philosophy"],"pace":"steady","strengths":["photography","table-tennis",\
        "volunteering","journalism"]}
        """
}
