import ArgumentParser
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL

/// `clubs doctor`: looks at everything that a running service rests on.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the database, its settings, the vault's key and the clocks.",
        discussion: """
            A line for each check: ok, warn or fail, and what would help. Exit code 8 where one \
            fails. Sessions that are in the way are named by their process on the server: \
            transactions that are open for more than a minute, and those that stand idle or hold a \
            tenant for more than five seconds.

            EXAMPLES
              clubs doctor
              clubs doctor --older-than 10
            """)

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp(
            "Name transactions that are open for more than so many seconds.", valueName: "seconds"))
    var seconds = Examination.longTransaction

    @Flag(help: "Print the findings as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard seconds >= 0 else {
            throw ValidationError("--older-than is a number of seconds, 0 or more.")
        }
    }

    func run() async throws {
        let findings = try await store.withStore { store in
            let pool = Pool(store.configuration)
            let findings = await Examination(store: store, pool: pool, seconds: seconds).findings()
            await pool.close()
            return findings
        }
        if json {
            Terminal.print(try JSONValue.array(findings.map(\.json)).line)
        } else {
            var table = Table("RESULT", "CHECK", "FOUND", "REMEDY")
            for finding in findings {
                table.append(
                    finding.grade.rawValue, finding.check, finding.found, finding.remedy)
            }
            table.print()
        }
        let failed = findings.filter { $0.grade == .fail }
        guard failed.isEmpty else {
            throw Failure(
                .verificationFailed,
                "failed: \(failed.map(\.check).joined(separator: ", "))")
        }
    }
}

/// What one check has found.
struct Finding {
    enum Grade: String { case ok, warn, fail }

    let check: String
    let grade: Grade
    let found: String
    var remedy: String?

    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "check": .string(check), "result": .string(grade.rawValue), "found": .string(found),
        ]
        members["remedy"] = remedy.map { .string($0) }
        return .object(members)
    }
}
