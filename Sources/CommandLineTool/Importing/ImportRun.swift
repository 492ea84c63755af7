import CommandHandling
import EventSourcing
import Foundation

/// Carries out a file's commands: while some are decided and committed, the next are read.
///
/// Of one tenant only one batch is under way, so its commands keep their order; tenants go side by
/// side. At most two windows of lines are in memory.
struct ImportRun {
    /// How many lines are read together.
    static let windowLimit = 4000
    /// How many bytes of lines are enough for a window.
    static let windowByteLimit = 8 * 1024 * 1024
    /// How many refusals are told at the terminal; a report has all.
    static let toldLimit = 20

    var reader: LineReader
    var lines: ImportLines
    let targets: ImportTargets
    let report: RefusalReport?
    let stopsOnRefusal: Bool

    private var tally = ImportTally()
    private var progress = ImportProgress()
    private var told = 0

    init(
        reader: LineReader, lines: ImportLines, targets: ImportTargets, report: RefusalReport?,
        stopsOnRefusal: Bool
    ) {
        self.reader = reader
        self.lines = lines
        self.targets = targets
        self.report = report
        self.stopsOnRefusal = stopsOnRefusal
    }

    /// - Throws: `Failure` where the file or the store fails; what is done stays done.
    mutating func carryOut() async throws -> ImportTally {
        defer {
            progress.end()
            report?.close()
        }
        let targets = targets
        try await withThrowingTaskGroup(of: [LineEnding.At].self) { group in
            while let window = try await nextWindow() {
                try await takeWhatIsUnderWay(&group)
                group.addTask {
                    try await window.unreadable + targets.carryOut(window.commands)
                }
                // What has become of lines is not kept back until there are others.
                let hasToWait = try await reader.hasToWait()
                if stopsOnRefusal || hasToWait { try await takeWhatIsUnderWay(&group) }
                guard !hasToStop else { return }
            }
            try await takeWhatIsUnderWay(&group)
        }
        return tally
    }

    private mutating func takeWhatIsUnderWay(
        _ group: inout ThrowingTaskGroup<[LineEnding.At], any Error>
    ) async throws {
        if let done = try await group.next() { try take(done) }
    }

    private var hasToStop: Bool { stopsOnRefusal && tally.refused + tally.unreadable > 0 }

    private struct Window {
        var commands: [ImportLines.Command] = []
        var unreadable: [LineEnding.At] = []
    }

    /// Nothing at the end of the file.
    private mutating func nextWindow() async throws -> Window? {
        let next = try await reader.next(
            stopsOnRefusal ? 1 : Self.windowLimit, upTo: Self.windowByteLimit)
        guard !next.isEmpty else { return nil }
        var window = Window()
        for line in next {
            switch try await lines.read(line) {
            case .success(let command): window.commands.append(command)
            case .failure(let refused):
                window.unreadable.append(.init(line: line.number, .refused(refused.refusal)))
            }
        }
        return window
    }

    private mutating func take(_ endings: [LineEnding.At]) throws {
        for ending in endings.sorted(by: { $0.line < $1.line }) {
            tally.count(ending.ending)
            guard case .refused(let refusal) = ending.ending else { continue }
            try report?.add(refusal)
            told += 1
            guard told <= Self.toldLimit + 1 else { continue }
            progress.end()
            Terminal.note(
                told <= Self.toldLimit
                    ? refusal.text
                    : "more lines are refused; --report FILE takes all of them")
        }
        let share = reader.file.map { Double(reader.bytesRead) / Double(max($0.byteCount, 1)) }
        progress.show(tally, share: share)
    }
}

extension LineEnding {
    /// With the line whose ending it is.
    struct At: Sendable {
        let line: Int
        let ending: LineEnding

        init(line: Int, _ ending: LineEnding) {
            self.line = line
            self.ending = ending
        }
    }
}
