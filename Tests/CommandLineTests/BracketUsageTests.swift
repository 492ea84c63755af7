import Foundation
import TestSupport
import Testing

/// What no verb of tournaments can read is said to be so, before any service is asked.
@Suite(.timeLimit(.minutes(30))) struct BracketUsageTests {
    private static let t = "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"

    /// Behind `clubs bracket`, and a word of the answer.
    private static let malformed: [(String, String)] = [
        ("frobnicate", "frobnicate"),
        ("schedule chess --name X --format swiss --time-control 10+5", "--starts-at"),
        ("schedule chess --name X --format swiss --time-control 10+5 --starts-at noon", "noon"),
        (
            "schedule chess --name X --format swiss --time-control 10+5 "
                + "--starts-at 2027-02-30T16:00", "2027-02-30T16:00"
        ),
        (
            "schedule chess --name X --format swiss --time-control soon "
                + "--starts-at 2027-03-09T16:00", "soon"
        ),
        (
            "schedule chess --name X --format arena --time-control 10+5 "
                + "--starts-at 2027-03-09T16:00", "arena"
        ),
        (
            "schedule chess --name X --format swiss --time-control 10+5 "
                + "--starts-at 2027-03-09T16:00 --points win=many", "win=many"
        ),
        ("amend \(t)", "--set or --clear"),
        ("amend \(t) --set rounds", "rounds"),
        ("entries ajar \(t)", "ajar"),
        ("entries open cup", "cup"),
        ("postpone \(t) tomorrow", "tomorrow"),
        ("cancel \(t)", "--reason"),
        ("cancel \(t) --reason Not-A-Code!", "Not-A-Code!"),
        ("import chess", "file"),
        ("import chess open.trf --time-control 90+30", "--starts-at"),
        ("import chess /nonexistent.trf --time-control 90 --starts-at 2027-03-09T16:00", "remedy"),
        ("export \(t)", "--format"),
        ("export \(t) --format pdf", "trf26"),
        ("enter \(t) --player 0", "--player"),
        ("enter \(t) --rating strong", "strong"),
        ("withdraw \(t) --from-round x", "--from-round"),
        ("reinstate \(t) --at-round x", "--at-round"),
        ("expel \(t) 1", "--reason"),
        ("bye \(t)", "round"),
        ("bye \(t) three", "three"),
        ("bye \(t) 3 --kind long", "long"),
        ("check-in \(t)", "round"),
        ("seed \(t) ada --method lot", "--method manual"),
        ("seed \(t) --method alphabet", "alphabet"),
        ("start", "t"),
        ("start \(t) --lot-seed x", "--lot-seed"),
        ("pair \(t)", "round"),
        ("pair \(t) next", "next"),
        ("override \(t) 1 --reason wish", "--board or --bye"),
        ("override \(t) 1 --board 3:17 --reason wish", "3:17"),
        ("override \(t) 1 --bye 17:long --reason wish", "17:long"),
        ("swap \(t) 1 17 --reason wish", "second"),
        ("unpair \(t) 1", "--reason"),
        ("publish \(t) 1 --starts-at 16:00", "16:00"),
        ("complete \(t) last", "last"),
        ("propose-time \(t) 1 1", "times"),
        ("propose-time \(t) 1 1 noon", "noon"),
        ("propose-time \(t) 1 1 2027-03-09T16:00 --time-zone", "--time-zone"),
        ("agree-time \(t) 1 1 2027-03-09T16:00 2027-03-10T16:00", "2027-03-10"),
        ("report \(t) 1 1", "result"),
        ("report \(t) 1 1 2-0", "2-0"),
        ("confirm \(t) 1 first", "first"),
        ("dispute \(t) 1", "board"),
        ("result \(t) 1 1 won", "won"),
        ("result \(t) 1 1 -/*", "result"),
        ("result \(t) 1 1 1-0 --game with\u{7}bell", "--game"),
        ("correct \(t) 1 1 1-0", "--reason"),
        ("correct \(t) 1 1 1-0 --reason appeal --applies-from-round x", "--applies-from-round"),
        ("undo \(t) first --reason mistake", "first"),
        ("undo \(t) 0 --reason mistake", "0"),
        ("resolve-tie \(t) --method lot", "players"),
        ("resolve-tie \(t) 1 2 --method coin", "coin"),
        ("finalize cup", "cup"),
        ("reopen \(t)", "--reason"),
        ("show \(t) one", "one"),
        ("show \(t) --mode later", "later"),
        ("show \(t) --as-of @-1", "@-1"),
        ("standings \(t) --after x", "--after"),
        ("crosstable \(t) --as-of soon", "soon"),
        ("tree", "t"),
        ("explain \(t)", "round"),
        ("history \(t) --mode x", "x"),
        ("verify", "t"),
        ("watch \(t) --count 0", "--count"),
        ("watch \(t) --after -1", "--after"),
    ]

    @Test(arguments: malformed)
    func `a wrong argument ends with 2 and is named`(typed: String, word: String) async throws {
        let program = Program(environment: [
            "CLUBS_URL": "http://127.0.0.1:1", "CLUBS_TOKEN": "x.y.z",
        ])
        let arguments = typed.split(separator: " ").map(String.init)
        let ended = try await program.run(["bracket"] + arguments)
        ended.expect(2, saying: word)
        #expect(ended.output.isEmpty)
    }

    @Test func `a service that is not there ends with 7 and says how to start one`() async throws {
        let program = Program(environment: [
            "CLUBS_URL": "http://127.0.0.1:1", "CLUBS_TOKEN": "x.y.z",
        ])
        for typed in ["show \(Self.t)", "result \(Self.t) 1 1 1-0", "watch \(Self.t)"] {
            try await program.run(["bracket"] + typed.split(separator: " ").map(String.init))
                .expect(7, saying: "no service answers", "remedy")
        }
    }
}
