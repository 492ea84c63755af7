import Foundation
import Pairing
import Testing

@Suite struct ReportFileTests {
    static let files =
        ["swiss", "tie-breaks/round-robin", "real"]
        .flatMap { Fixture.paths(in: $0, endingIn: ".trf") }

    @Test func `seventy-five files are read`() {
        #expect(Self.files.count == 75)
    }

    @Test(arguments: files)
    func `what was read is written so that it reads the same, and is the same when written again`(
        path: String
    ) throws {
        let report = try Fixture.report(path)
        let text = report.text
        let again = try ReportFile(bytes: Array(text.utf8))
        #expect(again == report)
        #expect(again.text == text)
    }

    @Test(arguments: files, [ReportFile.Dialect.trf26, .trf16])
    func `a conversion keeps the tournament, and once made stays as it is`(
        path: String, dialect: ReportFile.Dialect
    ) throws {
        let report = try Fixture.report(path)
        let converted = try report.converted(to: dialect)
        let again = try ReportFile(bytes: Array(converted.text.utf8)).converted(to: dialect)
        #expect(again.text == converted.text)
        let rounds = report.plannedRounds ?? report.pairedRounds
        var before = try report.history(plannedRounds: rounds)
        var after = try again.history(plannedRounds: rounds)
        #expect(before.virtualPointTable == after.virtualPointTable)
        #expect(Set(before.forbidden.map(\.numbers)) == Set(after.forbidden.map(\.numbers)))
        before.acceleration = .none
        after.acceleration = .none
        before.forbidden = []
        after.forbidden = []
        #expect(before == after)
    }

    /// A player's record as columns, with what is given in their places.
    private func player(_ columns: [Int: String] = [:]) -> String {
        var line = Array(
            "001    1      One                               1500                             1.0    1     2 w 1"
        )
        for (column, text) in columns {
            for (offset, character) in text.enumerated() { line[column - 1 + offset] = character }
        }
        return String(line)
    }

    @Test(arguments: [
        (5, "abcd", "a pairing number"), (5, "   0", "a pairing number"), (9, "x", "a blank"),
        (48, "y", "a blank"), (49, "15x0", "a rating"), (81, "1,50", "points"),
        (86, "rank", "a rank"), (92, "  x2", "an opponent"), (97, "x", "a colour"),
        (97, "-", "w or b"), (99, "?", "a result"), (92, "0000", "an opponent for a game"),
    ])
    func `an error names line, column and what was expected`(
        column: Int, text: String, expected: String
    ) throws {
        let file = "012 Somewhere\n" + player([column: text]) + "\n"
        let error = #expect(throws: ReportError.self) {
            try ReportFile(bytes: Array(file.utf8))
        }
        #expect(error?.line == 2)
        #expect(error?.column == column)
        #expect(error?.expected.contains(expected) ?? false, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("142 0", 5), ("142 nine", 5), ("142 99999999999999999999", 5), ("142", 4),
        ("142 5 6", 5), ("XXR", 4), ("152 G", 5), ("162  Q 1.0", 6), ("162  W", 7),
        ("240 X   1    1", 5), ("240 H        1", 7), ("250       1.0   5   3    1    2", 19),
        ("250       1.0   1   3    9    2", 28), ("260   1   9", 13), ("XXP one two", 5),
        ("XXA    1  1.x", 11), ("XXC white1 black1", 5), ("310   0 Team", 5), ("300   1   2", 13),
        ("320  1.0", 5), ("330 ++   1   1   2", 5), ("352 WX", 6), ("hello", 1), ("{\"a\":1}", 1),
        ("01", 1),
    ])
    func `every record says where it cannot be read`(line: String, column: Int) throws {
        let error = #expect(throws: ReportError.self) {
            try ReportFile(bytes: Array("012 A\n\n\(line)\n".utf8))
        }
        #expect(error?.line == 3)
        #expect(error?.column == column, "\(String(describing: error))")
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `all line ends are the same`(end: String) throws {
        let text = try String(decoding: Fixture.data("swiss/p0004.trf"), as: UTF8.self)
        let report = try ReportFile(bytes: Array(text.replacing("\n", with: end).utf8))
        #expect(report.text == text)
    }

    @Test func `a byte order mark is skipped, and bytes that are not UTF-8 are Latin-1`() throws {
        let line = player()
        let plain = try ReportFile(bytes: Array(line.utf8))
        #expect(try ReportFile(bytes: [0xEF, 0xBB, 0xBF] + Array(line.utf8)) == plain)
        var bytes = Array(line.utf8)
        bytes[14] = 0xC9
        let latin = try ReportFile(bytes: bytes)
        #expect(latin.players.first?.name == "Éne")
        #expect(latin.text.hasPrefix("001    1      Éne"))
    }

    @Test func `a record that is not known is kept as it stands`() throws {
        let file = "012 A\nXYZ  some   thing\nNOR    1 kept\n### a comment\n"
        #expect(try ReportFile(bytes: Array(file.utf8)).text == file)
    }

    @Test func `small letters are read as large ones`() throws {
        let report = try ReportFile(bytes: Array((player([92: "0000 - h"])).utf8))
        #expect(report.players.first?.rounds == [.bye(.halfPoint)])
    }

    @Test(arguments: [
        // An empty file, one without players, and one without a number of rounds.
        ("", "players"), ("142 5\n", "players"),
        ("001    1      One\n", "number of rounds"),
        // A number twice, an opponent who is not there, and two stories of one game.
        ("142 5\n001    1      One\n001    1      Two\n", "once"),
        ("142 5\n@w1\n", "another player"),
        ("142 5\n@w1\n001    2      Two\n", "reports in round 1"),
        // Records that contradict each other or name nobody.
        ("142 5\nXXR 6\n001    1      One\n", "one number of rounds"),
        ("142 5\n260   1   5    1    9\n001    1      One\n", "the number of a player"),
        ("142 5\n240 H   1    7\n001    1      One\n", "the number of a player"),
    ])
    func `what contradicts itself is refused`(file: String, expected: String) throws {
        let text = file.replacing("@w1", with: player())
        let report = try ReportFile(bytes: Array(text.utf8))
        let error = #expect(throws: ReportError.self) { try report.history() }
        #expect(error?.expected.contains(expected) ?? false, "\(String(describing: error))")
    }

    @Test func `a file of one endless line is refused at its limit`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "1"), count: 20_000)
        #expect(throws: ReportError.self) { try ReportFile(bytes: Array("001 ".utf8) + bytes) }
    }
}

extension TournamentHistory {
    /// Everybody's virtual points by number and round, however they are granted.
    fileprivate var virtualPointTable: [Int: [Int: Points]] {
        guard case .granted(let grants) = acceleration else { return [:] }
        var table: [Int: [Int: Points]] = [:]
        for grant in grants {
            for entrant in entrants where grant.numbers.contains(entrant.number) {
                for round in grant.rounds {
                    table[entrant.number, default: [:]][round, default: .zero] += grant.points
                }
            }
        }
        return table
    }
}
