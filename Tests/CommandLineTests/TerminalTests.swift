import EventSourcing
import Foundation
import TestSupport
import Testing

/// How the same answer looks on a terminal and in a pipe.
@Suite(.timeLimit(.minutes(30))) struct TerminalTests {
    private static let escape: Character = "\u{1B}"

    private static let clubs = #"""
        {"items":[{"slug":"chess","name":"Chess\tclub","kind":"chess","members":2,"capacity":20,
        "waitlisted":0,"archived":false,"enrolment":"open"},
        {"slug":"go","name":"囲\u001b碁","kind":"general","members":14,"waitlisted":3,
        "archived":true}]}
        """#

    private let service: CannedService

    init() throws { service = try CannedService(status: 200, body: Self.clubs) }

    @Test func `a pipe gets lines of tabs without a colour`() async throws {
        let ended = try await service.ask("club", "list")
        #expect(
            ended.output == """
                slug\tname\tkind\tmembers\tseats\twaiting\tenrolment
                chess\tChess club\tchess\t2\t20\t0\topen
                go\t囲 碁\tgeneral\t14\tno limit\t3\tarchived

                """)
        #expect(ended.errors.isEmpty)
    }

    @Test func `a terminal gets columns under coloured headings`() async throws {
        let shown = try await onTerminal("club list")
        #expect(shown.output.contains(Self.escape) && !shown.output.contains("\t"))
        let lines = shown.withoutColours
        #expect(lines.first == "SLUG   NAME        KIND     MEMBERS  SEATS     WAITING  ENROLMENT")
        #expect(lines.last == "go     囲 碁       general  14       no limit  3        archived")
    }

    @Test(arguments: [("NO_COLOR", "1"), ("TERM", "dumb")])
    func `colours can be switched off`(name: String, value: String) async throws {
        let shown = try await onTerminal("club list", [name: value])
        #expect(shown.output.contains("SLUG") && !shown.output.contains(Self.escape))
        let failed = try await onTerminal("club show 'No Slug'", [name: value])
        #expect(!failed.output.contains(Self.escape))
    }

    @Test func `an empty NO_COLOR is none`() async throws {
        #expect(try await onTerminal("club list", ["NO_COLOR": ""]).output.contains(Self.escape))
    }

    @Test func `errors are coloured where they are seen, and only there`() async throws {
        let seen = try await onTerminal("log count", ["DATABASE_URL": "what is this"])
        #expect(seen.output.contains("\u{1B}[31m") && seen.output.contains("remedy:"))
        let piped = try await service.program.with("DATABASE_URL", "what is this").run(
            "log", "count")
        #expect(!piped.errors.contains(Self.escape))
    }

    @Test func `JSON is one line without a colour, on a terminal too`() async throws {
        let shown = try await onTerminal("club list --json")
        #expect(!shown.output.contains(Self.escape))
        let text = shown.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(!text.contains("\n"))
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        guard case .array(let items) = value["items"] else {
            Issue.record("\(value)")
            return
        }
        #expect(items.count == 2 && items[1]["name"] == "囲\u{1B}碁")
    }

    /// Runs the command with a terminal of its own, which `script` provides.
    private func onTerminal(
        _ command: String, _ environment: [String: String] = [:]
    ) async throws -> ClubsTool.Result {
        defer { withExtendedLifetime(service) {} }
        var program = service.program
        program.environment.merge(environment) { $1 }
        return try await program.run(
            program: "/usr/bin/script", ["-qec", "\(ClubsTool.path) \(command)", "/dev/null"])
    }
}

extension ClubsTool.Result {
    /// The lines of a terminal, without what only colours them.
    fileprivate var withoutColours: [String] {
        output.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(whereSeparator: \.isNewline).map(
            String.init)
    }
}
