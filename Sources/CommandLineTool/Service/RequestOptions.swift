import ArgumentParser
import EventSourcing
import Foundation
import Vocabulary

/// From which moment an answer tells.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A past moment: a time (RFC 3339), a day (its end, UTC), or @POSITION.",
            valueName: "moment"))
    var asOf: AsOf?

    @Option(
        help: ArgumentHelp(
            "Wait until what was recorded at this position is to be seen.", valueName: "position"))
    var atLeast: Int64?

    func apply(to request: inout ServiceRequest) {
        request.add(query: "asOf", asOf?.description)
        request.add(header: "Clubs-At-Least", atLeast.map { String($0) })
    }
}

/// How a wish is sent.
struct WritingOptions: ParsableArguments {
    @Flag(help: "Show the events that would be recorded, and record nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("The version that it must still have.", valueName: "version"))
    var expect: Int?

    @Option(help: "A key of your own: the same wish sent twice with it takes effect once.")
    var idempotencyKey: String?

    /// - Parameter stream: The stream whose version is expected, where one is.
    func apply(to request: inout ServiceRequest) {
        request.add(header: "Prefer", dryRun ? "dry-run" : nil)
        // A key of our own makes our own retries safe.
        request.add(header: "Idempotency-Key", idempotencyKey ?? UUID().uuidString.lowercased())
    }
}

/// Why somebody does it.
struct ReasonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, as a code such as moved-away.", valueName: "code"))
    var reason: ReasonCode

    @Option(help: ArgumentHelp("Why, in your own words; kept in the vault.", valueName: "text"))
    var note: String?
}
