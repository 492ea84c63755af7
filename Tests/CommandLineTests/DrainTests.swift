import Gateway
import Logging
import ServiceLifecycle
import Testing

@testable import CommandLineTool

/// A service that does not end in time.
struct DrainTests {
    @Test func `what does not end in time is answered, then left behind`() async throws {
        let work = LeavableWork<Void>()
        let (answers, answer) = AsyncStream.makeStream(of: Void.self)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let drain = Drain(
            work, limits: .init(answering: .zero, ending: .zero), logger: quiet
        ) {
            answer.yield()
            return 3
        }
        let failure = await #expect(throws: Failure.self) {
            try await work.run {
                let group = ServiceGroup(services: [drain], logger: quiet)
                await group.triggerGracefulShutdown()
                try await group.run()
                let (never, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
            }
        }
        #expect(failure?.status == .unreachable)
        #expect(failure?.why?.contains("3") == true)
        answer.finish()
        #expect(await answers.reduce(0) { count, _ in count + 1 } == 1)
        #expect(throws: Failure.self) { try drain.checkAnswers() }
    }
}
