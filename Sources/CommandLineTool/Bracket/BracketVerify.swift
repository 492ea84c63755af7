import ArgumentParser
import EventSourcing

/// `clubs bracket verify T`: pairs every round of the log again.
struct BracketVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Pair every round of the log again; exit code 8 names the first difference.",
        discussion: """
            EXAMPLE
              clubs bracket verify $T
            """)

    @OptionGroup var options: TournamentOptions

    @Option(help: "A past moment: a time (RFC 3339), a day (its end, UTC), or @POSITION.")
    var asOf: AsOf?

    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = options.request(.post, "verification")
        request.add(query: "asOf", asOf?.description)
        let answer = try await service.client().send(request).body
        if service.json {
            try Terminal.print(answer.line)
        } else {
            var table = Table("ROUND", "ATTEMPT", "VERSION", "FINDING", "DETAIL")
            for round in answer["rounds"]?.list ?? [] {
                table.append(
                    round["round"]?.cell, round["attempt"]?.cell, round["version"]?.cell,
                    round["finding"]?.cell, round["detail"]?.cell)
            }
            form.print(table, empty: "no round is paired yet")
        }
        guard answer["reproduced"] == true else {
            throw Failure(
                .verificationFailed, "the log does not make itself again",
                why: answer["firstDifference"]?.cell,
                remedy: "compare with a backup: something has changed what was recorded")
        }
    }
}
