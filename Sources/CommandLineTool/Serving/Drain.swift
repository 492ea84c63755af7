import Gateway
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The end of a service in a bounded time.
///
/// Once it is asked to stop, what has begun may come to its end. What waits for longer is answered
/// that nobody knows its outcome, and what has not ended even then is left behind. A signal does
/// not wait for the next of these steps.
final class Drain: Service {
    struct Limits {
        /// How long requests may still take until they are answered in any case.
        var answering = Duration.seconds(25)
        /// How long after that the service may take to end.
        var ending = Duration.seconds(10)
    }

    private enum Phase { case draining, ending }
    private enum Step { case signal, timeIsUp(Phase) }

    private let limits: Limits
    private let work: LeavableWork<Void>
    private let answerAll: @Sendable () -> Int
    private let logger: Logger
    private let unanswered = Mutex(0)
    private let (steps, step) = AsyncStream.makeStream(of: Step.self)

    /// - Parameters:
    ///   - work: The service as a whole, which is left behind when its time is up.
    ///   - answerAll: Answers the requests that still wait, and returns how many they were.
    init(
        _ work: LeavableWork<Void>, limits: Limits = Limits(), logger: Logger,
        answerAll: @escaping @Sendable () -> Int
    ) {
        self.work = work
        self.limits = limits
        self.logger = logger
        self.answerAll = answerAll
    }

    /// Waits until the service is asked to stop, and leaves then, so that the others are asked too.
    func run() async {
        // Where a service has failed, the group ends without being asked.
        guard (try? await gracefulShutdown()) != nil else { return }
        Task { await hurry() }
    }

    /// The service has ended, and nothing needs to be hurried any more.
    func finish() { step.finish() }

    /// - Throws: `Failure` where requests were answered before they had come to their end.
    func checkAnswers() throws {
        let count = unanswered.withLock { $0 }
        guard count == 0 else {
            throw Failure(
                .unreachable, "requests were not at their end when the service stopped: \(count)",
                remedy: "see why the database takes so long; who sends a command again with its "
                    + "key learns what it came to")
        }
    }

    private func hurry() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
                self.logger.notice(
                    "the service ends what has begun and stops; another signal hurries it")
                for await _ in signals { self.step.yield(.signal) }
            }
            var phase = Phase.draining
            start(.draining, limits.answering, in: &group)
            for await step in steps {
                switch (phase, step) {
                case (.draining, .signal), (.draining, .timeIsUp(.draining)):
                    answer()
                    phase = .ending
                    start(.ending, limits.ending, in: &group)
                case (.ending, .signal), (.ending, .timeIsUp(.ending)):
                    leave()
                    self.step.finish()
                case (.ending, .timeIsUp(.draining)), (.draining, .timeIsUp(.ending)): break
                }
            }
            group.cancelAll()
        }
    }

    private func start(_ phase: Phase, _ limit: Duration, in group: inout DiscardingTaskGroup) {
        group.addTask {
            if (try? await Task.sleep(for: limit)) != nil { self.step.yield(.timeIsUp(phase)) }
        }
    }

    private func answer() {
        let count = answerAll()
        unanswered.withLock { $0 = count }
        guard count > 0 else { return }
        logger.warning(
            "requests that still wait are answered outcome-unknown or store-unavailable: \(count)"
        )
    }

    private func leave() {
        work.leave(
            throwing: Failure(
                .unreachable, "the service has stopped before all that it had begun was at its end",
                why: "requests that still waited: \(unanswered.withLock { $0 })",
                remedy: "see what the database waits for, with `clubs doctor`; nothing that was "
                    + "answered is lost"))
    }
}
