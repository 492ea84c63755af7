import Foundation
import TestSupport
import Testing

/// What cannot be read is said to be so, with exit code 2, before anything is touched.
@Suite(.timeLimit(.minutes(30))) struct UsageTests {
    private static let id = "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"

    /// Arguments, and a word of the answer.
    private static let malformed: [([String], String)] = [
        (["frobnicate"], "frobnicate"),
        (["club", "frobnicate"], "frobnicate"),
        (["log", "show"], "position"),
        (["log", "show", "seventeen"], "seventeen"),
        (["log", "show", "0"], "begin with 1"),
        (["log", "show", "--", "-3"], "begin with 1"),
        (["log", "stream", "no stream"], "no stream"),
        (["log", "stream", "club-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10", "--limit", "0"], "limit"),
        (["log", "tail", "--from", "0"], "--from"),
        (["log", "tail", "--limit", "0"], "--limit"),
        (["log", "tail", "--frm", "1"], "--frm"),
        (["log", "tail", "--types", "club.member-joind"], "club.member-joind"),
        (["tenant", "create", "Not A Slug", "--school", "S", "--admin", "A"], "Not A Slug"),
        (["tenant", "create", "hillside", "--school", "S"], "--admin"),
        (
            ["tenant", "create", "s", "--school", "S", "--admin", "A", "--country", "Atlantis"],
            "Atlantis"
        ),
        (["token", "--person", "grace"], "grace"),
        (["token", "--person", id, "--lifetime", "301"], "300"),
        (["token", "--person", id, "--browser", "--next", "//elsewhere"], "--next"),
        (["serve", "--port", "99999"], "65535"),
        (["serve", "--port", "http"], "http"),
        (["club", "show", "Not A Slug"], "Not A Slug"),
        (["club", "show", "chess", "--as-of", "yesterday"], "yesterday"),
        (["club", "show", "chess", "--as-of", "@-1"], "@-1"),
        (["club", "show", "chess", "--as-of", "2027-02-30"], "2027-02-30"),
        (["club", "list", "--limit", "0"], "limit"),
        (["club", "found", "chess", "--school", id, "--name", "C", "--lead", id], "--time-zone"),
        (
            [
                "club", "found", "chess", "--school", id, "--name", "C", "--time-zone", "UTC",
                "--lead", "ada",
            ], "ada"
        ),
        (["club", "capacity", "chess"], "--unlimited"),
        (["club", "capacity", "chess", "5", "--unlimited"], "--unlimited"),
        (["club", "capacity", "chess", "many"], "many"),
        (["club", "group", "chess", id], "--none"),
        (["club", "remove", "chess", id], "--reason"),
        (["club", "suspend", "chess", id, "--until", "soon", "--reason", "x"], "soon"),
        (["club", "role", "assign", "chess", id, "emperor"], "emperor"),
        (["club", "join", "chess", "--via", "window"], "window"),
        (["club", "approve", "42"], "42"),
        (["club", "accept", "42"], "42"),
        (["club", "invite", "revoke", "42"], "42"),
        (["club", "invite", "issue", "chess", "--expires-at", "2027-13-01T00:00:00Z"], "2027-13"),
        (["club", "waitlist", "reorder", "chess", "--reason", "x"], "people"),
        (["person", "show", "ada"], "ada"),
        (
            [
                "person", "add", "--school", id, "--kind", "robot", "--age-band", "adult",
                "--name", "R",
            ], "robot"
        ),
        (["person", "role", "assign", id, "king"], "king"),
        (["school", "term", id, "Autumn", "2027-09-31", "2027-12-17"], "2027-09-31"),
        (["school", "policy", id, "/nowhere/policy.json"], "/nowhere/policy.json"),
        (["bracket", "show", "42"], "42"),
        (["bracket", "result", id, "4", "3", "2-0"], "2-0"),
        (["bracket", "result", id, "four", "3", "1-0"], "four"),
        (["bracket", "pair", id], "round"),
        (["bracket", "amend", id], "--set"),
        (["bracket", "amend", id, "--set", "rounds"], "rounds"),
        (["bracket", "seed", id, "ada"], "--method"),
        (["bracket", "override", id, "1", "--reason", "wish"], "--board"),
        (["bracket", "override", id, "1", "--board", "1:2", "--reason", "wish"], "1:2"),
        (["bracket", "undo", id, "yesterday", "--reason", "x"], "yesterday"),
        (["bracket", "export", id, "--format", "pdf"], "pdf"),
        (["bracket", "standings", id, "--mode", "imagined"], "imagined"),
        (["bracket", "watch", id, "--count", "0"], "--count"),
        (
            [
                "bracket", "schedule", "chess", "--name", "C", "--format", "swiss", "--starts-at",
                "2027-03-09T16:00", "--time-control", "fast",
            ], "fast"
        ),
        (
            [
                "bracket", "import", "chess", "/nowhere/open.trf", "--starts-at",
                "2027-03-09T16:00", "--time-control", "90+30",
            ], "/nowhere/open.trf"
        ),
        (["pairing", "check", "/nowhere/open.trf"], "/nowhere/open.trf"),
    ]

    @Test(arguments: malformed)
    func `a malformed command line is refused`(arguments: [String], word: String) async throws {
        let clubs = Program(environment: ["CLUBS_TOKEN": "x.y.z", "CLUBS_URL": "http://[::1]:9"])
        let ended = try await clubs.run(arguments)
        ended.expect(2, saying: word)
        #expect(ended.output.isEmpty, "nothing but errors")
    }

    /// A variable and its value, the command, and words of the answer.
    private static let variables: [(String, String, [String], [String])] = [
        ("CLUBS_URL", "ftp://x", ["club", "list"], ["ftp://x", "remedy"]),
        ("CLUBS_URL", "nonsense", ["club", "list"], ["nonsense", "remedy"]),
        ("CLUBS_AS", "ada", ["club", "list"], ["CLUBS_AS", "ada", "remedy"]),
        ("CLUBS_PORT", "http", ["serve"], ["CLUBS_PORT", "http", "remedy"]),
        ("CLUBS_OPS_PORT", "-1", ["serve"], ["CLUBS_OPS_PORT", "-1", "remedy"]),
        ("CLUBS_LOG_LEVEL", "loud", ["serve"], ["CLUBS_LOG_LEVEL", "loud", "remedy"]),
        ("CLUBS_VAULT_KEY", "short", ["log", "count"], ["CLUBS_VAULT_KEY", "32 bytes in base64"]),
        ("CLUBS_VAULT_KEY", "", ["log", "count"], ["CLUBS_VAULT_KEY", "remedy"]),
        ("CLUBS_VAULT_KEY", "", ["serve"], ["CLUBS_VAULT_KEY", "remedy"]),
        ("DATABASE_URL", "what is this", ["log", "count"], ["postgresql://", "remedy"]),
    ]

    @Test(arguments: variables)
    func `a malformed variable is refused by its name`(
        name: String, value: String, arguments: [String], words: [String]
    ) async throws {
        try await Workplace.with { place in
            var clubs = place.clubs.with(name, value)
            if name != "CLUBS_AS" { clubs = clubs.with("CLUBS_TOKEN", "x.y.z") }
            let ended = try await clubs.run(arguments)
            for word in words { ended.expect(2, saying: word) }
        }
    }

    @Test func `who speaks has to be known`() async throws {
        let clubs = Program()
        try await clubs.run("club", "list").expect(2, saying: "who speaks", "CLUBS_TOKEN")
        try await clubs.run("club", "list", "--as", Self.id)
            .expect(2, saying: "in which tenant", "--tenant")
    }

    @Test func `a policy that is no JSON is refused, from a file and from the input`()
        async throws
    {
        try await withFolder { folder in
            let file = folder + "/policy.json"
            try "{".write(toFile: file, atomically: true, encoding: .utf8)
            let clubs = Program(environment: ["CLUBS_TOKEN": "x.y.z"])
            try await clubs.run("school", "policy", Self.id, file).expect(2, saying: file)
            try await clubs.run("school", "policy", Self.id, "-", input: "no")
                .expect(2, saying: "policy", "remedy")
        }
    }
}
