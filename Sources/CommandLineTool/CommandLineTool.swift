import ArgumentParser
import Foundation
import PairingCommands

/// `clubs`: everything that is done from a terminal.
///
/// Two kinds of commands, and a folder for each. What operators do (`Operators`) works on the
/// database itself; what organizers do (`Clubs`, `People`) goes over HTTP, as any other client's
/// wishes do, through `Service`. `Terminal` is how all of them speak: text, tables, colours and
/// exit codes. Nothing is set up before it is known which command runs.
@main
struct CommandLineTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clubs",
        abstract: "Clubs of a school or a network of schools, kept as a log of events.",
        discussion: """
            Begin, without anything else but the packages of PostgreSQL:
              clubs doctor
              clubs tenant create hillside --school "Hillside School" --admin "Ada"
              clubs log tail

            Organizers' commands speak to a service (CLUBS_URL, else http://127.0.0.1:8080) with \
            a token (CLUBS_TOKEN) or, on the service's own machine, as whom --as names in the \
            tenant of --tenant (or CLUBS_AS and CLUBS_TENANT).
            Operators' commands use the database of DATABASE_URL, else a private PostgreSQL in \
            the user's data folder (or CLUBS_DATA).

            Exit codes: 0 done, 1 a mistake in this program, 2 usage or unreadable input, \
            3 refused by a rule, 4 stale, 5 not found, 6 not allowed, 7 service or store not \
            reachable, 8 verification failed.
            """,
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Organizers:",
                subcommands: [
                    PairingCommand.self, ClubCommand.self, BracketCommand.self,
                    PersonCommand.self, SchoolCommand.self,
                ]),
            CommandGroup(
                name: "Operators:",
                subcommands: [
                    ServeCommand.self, DemoCommand.self, MigrateCommand.self, TenantCommand.self,
                    TokenCommand.self, ImportCommand.self, LogCommand.self, ProjectorCommand.self,
                    DoctorCommand.self,
                ]),
        ])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == pairing, let status = runPairing(Array(arguments.dropFirst())) {
            Foundation.exit(status.rawValue)
        }
        let status = await run(ResultArgument.spelledOut(arguments))
        Foundation.exit(status.rawValue)
    }

    private static let wishesForHelp: Set = ["-h", "--help", "-help", "--version"]
    private static let pairing = PairingCommand.configuration.commandName

    /// Runs a pairing command without looking at any other: pairing a club's round takes less time
    /// than setting up the rest.
    ///
    /// - Returns: nil if the arguments are wrong or ask for help, which the whole tool answers.
    private static func runPairing(_ arguments: [String]) -> ExitStatus? {
        let names = PairingCommand.configuration.subcommands.map {
            $0.configuration.commandName
        }
        guard let name = arguments.first, names.contains(name),
            Set(arguments).isDisjoint(with: wishesForHelp)
        else { return nil }
        var command: any ParsableCommand
        do {
            command = try PairingCommand.parseAsRoot(arguments)
        } catch {
            return nil
        }
        do {
            try command.run()
            return .done
        } catch {
            return report(error)
        }
    }

    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try await asyncParseAsRoot(arguments)
            do {
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch is CleanExit where !(command is CommandLineTool) {
                // Help that was asked for has been given before; a group that does nothing itself
                // ends so. `clubs` alone asks what there is.
                throw missingVerb(of: type(of: command), arguments)
            }
            return .done
        } catch {
            return report(error)
        }
    }

    /// What somebody is told who has left the verb of a group out.
    private static func missingVerb(
        of group: any ParsableCommand.Type, _ arguments: [String]
    ) -> Failure {
        let typed = (["clubs"] + arguments.prefix { !$0.hasPrefix("-") }).joined(separator: " ")
        let verbs = group.configuration.subcommands.map { $0._commandName }
        return Failure(
            .usage, "`\(typed)` needs a verb", why: "there are " + verbs.joined(separator: ", "),
            remedy: "`\(typed) --help` tells what each of them does")
    }

    /// Says what went wrong on the standard error, and which exit code tells of it.
    private static func report(_ error: any Error) -> ExitStatus {
        // A command that has said what is wrong itself ends with the code alone.
        if let code = error as? ExitCode, let status = ExitStatus(rawValue: code.rawValue) {
            return status
        }
        if let failure = Failure(error) {
            Terminal.complain(failure)
            return failure.status
        }
        let isUsage = exitCode(for: error) == .validationFailure
        let message = fullMessage(for: error)
        if exitCode(for: error) == .success {
            Terminal.print(message)
            return .done
        }
        Terminal.note(isUsage ? message : "error: \(error)")
        return isUsage ? .usage : .bug
    }
}

/// What `clubs --version` prints.
enum Version {
    static let current = "0.1.0"
}
