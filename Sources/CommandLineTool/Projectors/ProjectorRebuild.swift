import ArgumentParser
import CommandHandling
import EventSourcing
import ReadModels

/// `clubs projector rebuild`: a new version beside the one that is shown.
struct ProjectorRebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Build a new version of the read models from the log.",
        discussion: """
            What is shown stays as it is until `clubs projector switch`. Killed or failed, the \
            command can simply be run again, and begins the same version anew. Nothing is sent: \
            notices and deadlines are no read models. Exit code 8 where a tenant's log has an \
            event that the version cannot show.

            EXAMPLES
              clubs projector rebuild
              clubs projector rebuild main-7 --json
            """)

    @Argument(
        help: "The new version's name; else one that was not finished, or the next, such as main-2."
    )
    var version: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let report = try await store.withProjectors { store in
            try await store.builder.build(version, at: SystemTime().now()) { stage in
                if Terminal.isInteractive, let text = stage.text { Terminal.note(text) }
            }
        }
        let name = report.version.name
        if json {
            Terminal.print(
                try JSONValue.object([
                    "version": .string(name), "tenants": .integer(Int64(report.tenants)),
                    "events": .integer(Int64(report.events)),
                    "held": .array(report.held.keys.sorted().map { .string($0.description) }),
                ]).line)
        } else {
            Terminal.print(
                Style.ofOutput.green("built: ")
                    + "\(name) from \(report.events) events of \(report.tenants) tenants; "
                    + "`clubs projector switch \(name)` shows it")
        }
        guard report.held.isEmpty else {
            throw Failure(
                .verificationFailed,
                "\(name) holds \(report.held.count) tenants before an event it cannot show",
                remedy: "clubs projector quarantine list --of \(name)")
        }
    }
}

extension VersionBuilder.Stage {
    /// Nothing for each of many tenants.
    fileprivate var text: String? {
        switch self {
        case .folding: nil
        case .indexing: "the rows are in; making keys and indexes"
        case .followingOn: "following what has happened since"
        }
    }
}
