import EventSourcing
import Foundation

/// axe-core, the rules of WCAG that a program can judge; `.ci/install tests` fetches it.
enum Axe {
    static let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    private static let script = Result {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: package.appendingPathComponent(".build-python/axe.min.js"), encoding: .utf8)
    }

    /// What is wrong with the page that is open, a line each.
    ///
    /// - Throws: Where `.ci/install tests` has not been run: nothing is skipped.
    static func faults(in browser: Browser) async throws -> [String] {
        try await browser.run(script.get())
        let tags = self.tags.map { "'\($0)'" }.joined(separator: ",")
        let found = try await browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: [\(tags)], resultTypes: ['violations']})
                .then(result => done(result.violations.flatMap(rule => rule.nodes.map(node =>
                    rule.id + ' at ' + node.target + ': ' + node.failureSummary))))
                .catch(error => done(['axe has failed: ' + error]));
            """)
        guard case .array(let faults) = found else { throw BrowserFailure("\(found)") }
        return faults.compactMap(\.string)
    }
}
