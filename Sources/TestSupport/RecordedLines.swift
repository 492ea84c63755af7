import Logging
import Synchronization

/// What has been written to a log at notice level and above, as `level message metadata`.
package final class RecordedLines: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var all: [String] { lines.withLock { $0 } }

    package var logger: Logger {
        Logger(label: "test") { _ in Handler(recorded: self) }
    }

    private struct Handler: LogHandler {
        let recorded: RecordedLines
        var logLevel = Logger.Level.notice
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let said = (event.metadata ?? [:]).sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            recorded.lines.withLock { $0.append("\(event.level) \(event.message) \(said)") }
        }
    }
}
