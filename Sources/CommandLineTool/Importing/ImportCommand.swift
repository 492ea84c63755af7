import ArgumentParser
import CommandHandling
import EventSourcing
import EventStorage
import Foundation

/// `clubs import …`: what was written elsewhere, brought in.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in what was written elsewhere.",
        subcommands: [ImportCommands.self])
}

/// `clubs import commands FILE.ndjson`: a command on each line, through the same deciders.
struct ImportCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands",
        abstract: "Carry out the commands of a file, one on each line.",
        discussion: """
            A line is an element of POST /v1/commands:batch, and may say beside it what only an \
            operator may: "tenant" (slug or id), "as" (a person's id, operator, clock or \
            policy:NAME), "id", "causation", "correlation", "at".
              {"as":"<uuid>","type":"club.join","stream":"club-<uuid>","data":{}}

            The same file can be run again: a line's id, its idempotencyKey, or else its number \
            and content name its command, and what is done stays done. Commands of a tenant are \
            decided in their order, several tenants side by side. A bad line harms no other. \
            A dry run decides each command on what is there now, not on the lines before it.

            EXAMPLES
              clubs import commands term.ndjson --tenant hillside --dry-run
              clubs import commands term.ndjson --report refused.ndjson
              clubs import commands - --tenant hillside --as $ADMIN
            """)

    @Argument(help: "The file; - is the standard input.")
    var file: String

    @Flag(help: "Decide, and record nothing.")
    var dryRun = false

    @Flag(help: "Carry out line by line, and stop at the first that is refused.")
    var stopOnRefusal = false

    @Option(help: "Write each refused line's number and problem to this file, as NDJSON.")
    var report: String?

    @Option(
        name: .customLong("as"),
        help: "Who acts where a line names nobody: a person's id; else the operator.")
    var person: PersonID?

    @Option(
        help: ArgumentHelp(
            "The time of recording: system, or that of each line's \"at\" (file).",
            valueName: "system|file"))
    var clock = ImportClock.system

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let reader = try LineReader(path: file)
        defer { reader.close() }
        let report = try report.map { try RefusalReport(path: $0, besides: reader) }
        let began = ContinuousClock.now
        let tally = try await store.withStore { store in
            try await store.withLog { log, _ in
                try await ImportTargets.with(log, clock: clock) { targets in
                    var run = ImportRun(
                        reader: reader,
                        lines: ImportLines(
                            log: log, tenant: try await defaultTenant(in: log),
                            principal: person.map { .person($0, via: .import) } ?? .operator,
                            isRehearsal: dryRun),
                        targets: targets, report: report, stopsOnRefusal: stopOnRefusal)
                    return try await run.carryOut()
                }
            }
        }
        summarize(tally, took: ContinuousClock.now - began)
        guard tally.exitStatus == .done else { throw ExitCode(tally.exitStatus.rawValue) }
    }

    /// The one that is named, or the only one there is; nothing where each line has to say it.
    private func defaultTenant(in log: PostgresLog) async throws -> TenantID? {
        let isNamed = ProcessInfo.processInfo.environment["CLUBS_TENANT"] != nil
        if tenant.tenant == nil, !isNamed {
            let heads = try await log.heads(after: nil, limit: 2)
            return heads.count == 1 ? heads[0].tenant : nil
        }
        return try await tenant.resolve(in: log)
    }

    private func summarize(_ tally: ImportTally, took: Duration) {
        var table = Table("LINES", "COUNT")
        table.append(dryRun ? "would be accepted" : "accepted", "\(tally.accepted)")
        table.append("done before", "\(tally.doneBefore)")
        table.append("nothing to do", "\(tally.nothingToDo)")
        table.append("refused", "\(tally.refused)")
        table.append("unreadable", "\(tally.unreadable)")
        table.print()
        let seconds = max(took / .seconds(1), 0.001)
        Terminal.note(
            String(
                format: "%d lines in %.1f s, %.0f a second", tally.lines, seconds,
                Double(tally.lines) / seconds))
    }
}

/// What says when an imported command is recorded.
enum ImportClock: String, ExpressibleByArgument, CaseIterable {
    case system, file
}

/// A file that takes each refused line.
struct RefusalReport {
    private let descriptor: Int32
    private let path: String

    /// Empties the file, or makes it.
    ///
    /// - Throws: `Failure` for a file that cannot be written, and for the very one that is read.
    init(path: String, besides reader: LineReader) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        guard let file = FileIdentity(of: descriptor) else { return }
        guard file != reader.file else {
            close()
            throw Failure(
                .usage, "\(path) is the file that is imported, and nothing was written to it",
                why: "the report would take its place",
                remedy: "name another file with --report")
        }
        guard ftruncate(descriptor, 0) == 0 else { throw Self.unwritable(path) }
    }

    func add(_ refusal: LineRefusal) throws {
        var rest = Array((try refusal.json.line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.unwritable(path) }
            rest.removeFirst(count)
        }
    }

    func close() { _ = Foundation.close(descriptor) }

    private static func unwritable(_ path: String) -> Failure {
        Failure(.usage, "\(path) cannot be written", why: String(cString: strerror(errno)))
    }
}
