import Foundation
import Logging

/// What a service says of itself: on the standard error, as much as CLUBS_LOG_LEVEL asks for.
enum ServiceLog {
    /// Called once, before anything logs.
    ///
    /// - Throws: `Failure` for a level that there is not.
    static func begin(level standard: Logger.Level = .notice) throws {
        let level = try level() ?? standard
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }

    private static func level() throws -> Logger.Level? {
        let text = ProcessInfo.processInfo.environment["CLUBS_LOG_LEVEL"] ?? ""
        guard !text.isEmpty else { return nil }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .usage, "CLUBS_LOG_LEVEL is no level: \(text)", remedy: "use one of \(levels)")
        }
        return level
    }
}
