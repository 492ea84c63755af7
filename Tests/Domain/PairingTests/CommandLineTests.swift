import Foundation
import Pairing
import Testing

/// What the issue promises of `clubs pairing …`, as other programs see it.
@Suite struct CommandLineTests {
    @Test func `next pairs a round from a file that holds the rounds before`() throws {
        let whole = try Fixture.report("swiss/p0001.trf")
        for round in [1, 4, 9] {
            let played = try whole.history().pairing(playedInRound: round)
            let run = try CommandLineProcess.pairing("next", "-", input: whole.cut(before: round))
            #expect(run.status == 0 && run.errors.isEmpty)
            var expected = Set(played.boards.map { "\($0.white) \($0.black)" })
            if let bye = played.bye { expected.insert("\(bye) 0") }
            #expect(run.lines.first == "\(expected.count)")
            #expect(Set(run.lines.dropFirst()) == expected)
        }
    }

    @Test func `a round without a legal pairing is refused with the reason`() throws {
        let run = try CommandLineProcess.pairing(["next", path("swiss/p0036.trf")])
        #expect(run.status == 3)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("round 9 has no legal pairing"))
    }

    @Test func `a tournament whose rounds are all paired has no next one`() throws {
        let run = try CommandLineProcess.pairing(["next", path("swiss/p0001.trf")])
        #expect(run.status == 3)
        #expect(run.errors.contains("rounds are paired"))
    }

    @Test func `a tournament by another system is ranked and not paired`() throws {
        let file = try Fixture.report("swiss/p0001.trf").cut(before: 3)
            .replacing("192 FIDE_DUTCH", with: "192 FIDE_DUBOV")
        for command in ["next", "explain"] {
            let run = try CommandLineProcess.pairing(command, "-", input: file)
            #expect(run.status == 3 && run.output.isEmpty)
        }
        #expect(try CommandLineProcess.pairing("standings", "-", input: file).status == 0)
    }

    @Test func `a round in which everybody has a bye counts, one that is to be paired does not`()
        throws
    {
        let file = """
            012 Two
            142 3
            001    1      One                               2000                             \
            1.5    1     2 w 1  0000 - H
            001    2      Two                               1900                             \
            0.5    2     1 b 0  0000 - H

            """
        let over = try CommandLineProcess.pairing(
            "standings", "-", "--tie-breaks", "PTS,BH", input: file)
        #expect(over.lines == ["1 1 1.5 1.5", "2 2 0.5 2"])
        let open = try CommandLineProcess.pairing(
            "standings", "-", "--tie-breaks", "PTS",
            input: file.replacing("1 b 0  0000 - H", with: "1 b 0"))
        #expect(open.lines == ["1 1 1", "2 2 0"])
    }

    @Test func `a round robin is ranked without Buchholz if nothing is chosen`() throws {
        let file = path("tie-breaks/round-robin/rr00103.trf")
        let run = try CommandLineProcess.pairing(["standings", file])
        let chosen = try CommandLineProcess.pairing(
            ["standings", file, "--tie-breaks", "PTS,DE,SB,WIN,KS"])
        #expect(run.status == 0 && run.lines == chosen.lines)
    }

    @Test func `next --explain adds words after the pairs`() throws {
        let file = try Fixture.report("swiss/p0001.trf").cut(before: 3)
        let plain = try CommandLineProcess.pairing("next", "-", input: file)
        let explained = try CommandLineProcess.pairing("next", "-", "--explain", input: file)
        #expect(explained.output.hasPrefix(plain.output))
        #expect(explained.lines.count > plain.lines.count)
    }

    @Test func `check finds what was paired differently`() throws {
        let same = try CommandLineProcess.pairing(["check", path("swiss/p0004.trf")])
        #expect(same.status == 0)
        #expect(same.lines == ["2 rounds, no difference"])
        let text = try String(decoding: Fixture.data("swiss/p0004.trf"), as: UTF8.self)
        // Round 1 with the colours of boards 1-3 and 2-4 turned.
        let turned = text.replacing("    3 b 1", with: "    3 w 1")
            .replacing("    1 w 0     4 b 1", with: "    1 b 0     4 b 1")
        let run = try CommandLineProcess.pairing("check", "-", input: turned)
        #expect(run.status == 8)
        #expect(run.lines.contains("round 1: 3 - 1 is missing"))
        #expect(run.lines.contains("round 1: 1 - 3 was paired instead"))
    }

    @Test func `standings give number, rank and values in the order of the list`() throws {
        let run = try CommandLineProcess.pairing(
            ["standings", path("swiss/p0004.trf"), "--tie-breaks", "PTS,DE,ARO,BH/C1"])
        #expect(run.status == 0)
        #expect(
            run.lines == ["1 1 2 - 1367 1", "2 2 1 1 1372 2", "3 2 1 1 1372 2", "4 4 0 - 1367 1"])
    }

    @Test func `tied players share the best rank, and a value that is not defined is a dash`()
        throws
    {
        let file = """
            142 3
            001    1      One                               1500
            001    2      Two
            001    3      Three                             1500

            """
        let run = try CommandLineProcess.pairing(
            "standings", "-", "--tie-breaks", "PTS,TPR,AOB", input: file)
        #expect(run.status == 0)
        #expect(run.lines == ["1 1 0 - -", "2 1 0 - -", "3 1 0 - -"])
    }

    @Test func `round robins are paired and checked by their tables`() throws {
        let names = Fixture.paths(in: "tie-breaks/round-robin", endingIn: ".trf")
        #expect(names.count == 12)
        for name in names {
            let run = try CommandLineProcess.pairing(["check", path(name)])
            #expect(run.status == 0, "\(name): \(run.output)")
        }
        let first = try Fixture.report(names[0]).cut(before: 2)
        let run = try CommandLineProcess.pairing("next", "-", input: first)
        #expect(run.status == 0)
    }

    @Test func `bracket tells what is played, what is ready, and the places`() throws {
        let start = """
            {"type":"double","players":3,"grandFinal":"reset","results":[["W",1,2,2]]}
            """
        let run = try CommandLineProcess.pairing("bracket", "-", input: start)
        #expect(run.lines == [#"{"played":[["W",1,2,2,3,2]],"ready":[["W",2,1,1,2]]}"#])
        let all = """
            {"type":"double","players":3,"grandFinal":"reset",
             "results":[["W",1,2,2],["W",2,1,1],["L",2,1,2],["F",1,1,2],["F",2,1,1]]}
            """
        let end = try CommandLineProcess.pairing("bracket", "-", input: all)
        #expect(end.lines.first?.hasPrefix(#"{"places":[1,2,3],"played""#) ?? false)
    }

    @Test func `convert writes both dialects, the same bytes each time`() throws {
        for dialect in ["trf26", "trf16"] {
            let once = try CommandLineProcess.pairing(
                ["convert", path("swiss/p0039.trf"), "--to", dialect])
            let again = try CommandLineProcess.pairing(
                "convert", "-", "--to", dialect, input: once.output)
            #expect(once.status == 0 && again.output == once.output)
        }
    }

    @Test func `generate makes the same tournament from the same seed, and it is paired right`()
        throws
    {
        let options = [
            "generate", "--players", "30", "--rounds", "7", "--seed", "5", "--forfeits", "5",
            "--half-point-byes", "5", "--withdrawals", "3", "--late-entries", "10",
        ]
        let once = try CommandLineProcess.pairing(options)
        let again = try CommandLineProcess.pairing(options)
        #expect(once.status == 0 && once.output == again.output)
        let check = try CommandLineProcess.pairing("check", "-", input: once.output)
        #expect(check.status == 0)
        let teams = try CommandLineProcess.pairing(options + ["--boards", "4"])
        let checked = try CommandLineProcess.pairing("check", "-", input: teams.output)
        #expect(checked.status == 0 && checked.output.hasPrefix("7 rounds"))
    }

    @Test func `crosstable prints everybody's rounds`() throws {
        let run = try CommandLineProcess.pairing(["crosstable", path("swiss/p0004.trf")])
        #expect(run.status == 0)
        #expect(run.lines.count == 5)
        #expect(run.lines[0].split(separator: " ") == ["rank", "no", "name", "1", "2", "points"])
    }

    private func path(_ name: String) -> String { Fixture.url(name).path }
}

extension ReportFile {
    /// The file as it stood before a round: its column keeps only the byes asked for.
    func cut(before round: Int) -> String {
        var earlier = self
        for (index, record) in records.enumerated() {
            guard case .player(var player) = record else { continue }
            player.rounds = Array(player.rounds.prefix(round))
            if player.rounds.count == round, player.rounds[round - 1].isPaired {
                player.rounds.removeLast()
            }
            earlier.records[index] = .player(player)
        }
        return earlier.text
    }
}
