import Foundation
import Pairing
import Testing

/// Input of every bad kind ends with the exit code for it and a reason, never with a crash.
@Suite struct HostileInputTests {
    static let commands = [
        ["next", "-"], ["check", "-"], ["explain", "-", "--round", "1"], ["standings", "-"],
        ["crosstable", "-"], ["convert", "-", "--to", "trf26"], ["convert", "-", "--to", "trf16"],
    ]

    static let files: [(String, Data)] = [
        ("empty", Data()), ("blank lines", Data("\n\n \r\n".utf8)),
        ("zeros", Data(repeating: 0, count: 5000)),
        ("random bytes", Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })),
        ("JSON", Data(#"{"type":"single","players":4}"#.utf8)),
        ("a cut record", Data(("142 5\n" + Self.player(1, against: 2).dropLast(2)).utf8)),
        ("a huge number", Data("142 9999999999999999999999\n001    1      A\n".utf8)),
        (
            "a huge rating",
            Data(
                "142 5\n001    1      A                                99999999\n".utf8)
        ),
        ("oneself", Data(("142 5\n" + Self.player(1, against: 1)).utf8)),
        ("a stranger", Data(("142 5\n" + Self.player(1, against: 77)).utf8)),
        (
            "a one-sided game",
            Data(
                ("142 5\n" + Self.player(1, against: 2) + "001    2      B\n").utf8)
        ),
    ]

    static func player(_ number: Int, against opponent: Int) -> String {
        let name = "001    \(number)      A" + String(repeating: " ", count: 76)
        let columns = "\(opponent)"
        return name + String(repeating: " ", count: 4 - columns.count) + columns + " w 1\n"
    }

    @Test(arguments: commands, files.map(\.0))
    func `a bad report file ends with 2 and a reason`(command: [String], name: String) throws {
        let input = try #require(Self.files.first { $0.0 == name }?.1)
        let run = try CommandLineProcess.pairing(command, input: input)
        // A conversion need not see that games do not fit together.
        let isConversion =
            command[0] == "convert" && ["oneself", "a stranger", "a one-sided game"].contains(name)
        #expect(run.status == (isConversion ? 0 : 2), "\(command) \(name): \(run.output)")
        #expect(isConversion || (run.output.isEmpty && !run.errors.isEmpty))
    }

    @Test(arguments: [
        "", "nonsense", "[]", "{}", #"{"players":4}"#, #"{"type":"triple","players":4}"#,
        #"{"type":"single"}"#, #"{"type":"single","players":"4"}"#,
        #"{"type":"single","players":15e-1}"#, #"{"type":"single","players":99999999}"#,
        #"{"type":"single","players":99999999999999999999}"#,
        #"{"type":"single","players":4,"results":{}}"#,
        #"{"type":"single","players":4,"results":[["W",1,1]]}"#,
        #"{"type":"single","players":4,"results":[["X",1,1,1]]}"#,
        #"{"type":"single","players":4,"thirdPlace":"yes"}"#,
        #"{"type":"double","players":4,"grandFinal":"maybe"}"#,
        #"{"type":"single","players":4} x"#, #"{"type":"sin"#, "\u{FEFF}[",
        String(repeating: "[", count: 100_000),
    ])
    func `a bracket that cannot be read ends with 2`(input: String) throws {
        let run = try CommandLineProcess.pairing("bracket", "-", input: input)
        #expect(run.status == 2, "\(run.output)")
        #expect(run.output.isEmpty && !run.errors.isEmpty)
    }

    @Test(arguments: [
        (#"{"players":4,]}"#, "byte 13: something else"),
        (#"{"players":1.5}"#, "byte 11: 1.5 is no whole number"),
        (#"{"players":4,"players":5}"#, "byte 13: this key stands in its object already"),
        (#"{"type":"s\u0000"}"#, "byte 10: "),
    ])
    func `what is wrong with a bracket's JSON is said, and where`(
        input: String, reason: String
    ) throws {
        let run = try CommandLineProcess.pairing("bracket", "-", input: input)
        #expect(run.status == 2 && run.errors.contains(reason), "\(run.errors)")
    }

    @Test(arguments: [
        (#"{"type":"single","players":1}"#, "two players"),
        (#"{"type":"single","players":-4}"#, "two players"),
        (#"{"type":"single","players":4,"results":[["W",1,1,2]]}"#, "2 does not play"),
        (#"{"type":"single","players":4,"results":[["W",2,1,1]]}"#, "cannot be played now"),
        (#"{"type":"single","players":4,"results":[["W",1,3,1]]}"#, "no match"),
        (#"{"type":"single","players":4,"results":[["L",1,1,1]]}"#, "no match"),
        (#"{"type":"single","players":4,"results":[["W",-9223372036854775808,1,1]]}"#, "no match"),
        (#"{"type":"single","players":4,"results":[["W",1,1,1],["W",1,1,1]]}"#, "cannot be played"),
    ])
    func `a result that the bracket does not allow ends with 3`(
        input: String, reason: String
    ) throws {
        let run = try CommandLineProcess.pairing("bracket", "-", input: input)
        #expect(run.status == 3)
        #expect(run.output.isEmpty && run.errors.contains(reason), "\(run.errors)")
    }

    @Test(arguments: [
        [], ["nothing"], ["next"], ["next", "/does/not/exist.trf"], ["next", "/"],
        ["next", "a", "b"], ["explain", "-", "--round", "x"], ["explain", "-", "--round", "-1"],
        ["standings", "FILE", "--tie-breaks", "PTS,NONE"],
        ["standings", "FILE", "--tie-breaks", ""],
        ["standings", "FILE", "--tie-breaks", "PTS,,BH"],
        ["standings", "FILE", "--tie-breaks", "BH/C9"],
        ["standings", "FILE", "--tie-breaks", "EDE"],
        ["standings", "FILE", "--tie-breaks", "BH:MP"],
        ["standings", "FILE", "--after-round", "99"],
        ["standings", "FILE", "--unrated-rating", "0"],
        ["convert", "FILE"], ["convert", "FILE", "--to", "pgn"],
        ["next", "FILE", "--rounds", "0"], ["next", "FILE", "--rounds", "99999999999999999999"],
        ["next", "FILE", "--initial-colour", "green"], ["explain", "FILE", "--round", "99"],
        ["generate"], ["generate", "--players", "1", "--rounds", "1", "--seed", "1"],
        ["generate", "--players", "10", "--rounds", "0", "--seed", "1"],
        ["generate", "--players", "10", "--rounds", "5", "--seed", "-1"],
        ["generate", "--players", "10", "--rounds", "5", "--seed", "1", "--draws", "101"],
        ["generate", "--players", "10", "--rounds", "5", "--seed", "1", "--points", "1,2"],
        ["generate", "--players", "10", "--rounds", "5", "--seed", "1", "--boards", "0"],
        ["generate", "--players", "10", "--rounds", "5", "--seed", "1", "--lowest-rating", "3000"],
    ])
    func `wrong usage ends with 2`(arguments: [String]) throws {
        let file = Fixture.url("swiss/p0004.trf").path
        let run = try CommandLineProcess.pairing(arguments.map { $0 == "FILE" ? file : $0 })
        // The top command's own usage is told by the parser with its own code.
        #expect([2, 64].contains(run.status) || (arguments.isEmpty && run.status == 0))
        #expect(arguments.isEmpty || (run.output.isEmpty && !run.errors.isEmpty))
    }
}
