import TestSupport
import Testing

@testable import Gateway

/// What the log is told of a service that is not ready.
struct ReadinessWarningsTests {
    @Test func `each reason is named once in a while, however many ask`() {
        let lines = RecordedLines()
        let warnings = ReadinessWarnings(logger: lines.logger)
        for _ in 0..<3 {
            warnings.add("database", "is away")
            warnings.add("database", "did not answer")
        }
        #expect(
            lines.all == [
                "warning not ready check=database heldBack=0 reason=is away",
                "warning not ready check=database heldBack=0 reason=did not answer",
            ])
    }
}
