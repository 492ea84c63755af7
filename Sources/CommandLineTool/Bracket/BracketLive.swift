import Synchronization
import UnixSignals

/// A tournament on the whole terminal, drawn again whenever something happens.
///
/// However fast events come, the next picture is taken when the last one stands.
struct BracketLive: Sendable {
    let desk: TournamentDesk
    let feed: BracketFeed

    private enum End: Sendable {
        case ofFeed, ofPictures([String])
        case signal(UnixSignal)
    }

    /// Shows it until the feed ends or somebody ends it; the last picture stays behind.
    ///
    /// - Throws: `Failure` where the service refuses.
    func show() async throws {
        Screen.open()
        let end: End
        do {
            end = try await run()
        } catch {
            Screen.close()
            throw error
        }
        Screen.close()
        switch end {
        case .ofPictures(let lines): Terminal.print(lines.joined(separator: "\n"))
        case .signal(let signal): Terminal.end(by: signal.rawValue)
        case .ofFeed: break
        }
    }

    private func run() async throws -> End {
        let progress = Progress(position: feed.position)
        let (changes, sender) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                defer { sender.finish() }
                var feed = feed
                try await feed.follow { news in
                    progress.take(news)
                    sender.yield()
                }
                return .ofFeed
            }
            group.addTask { try await draw(progress, changes) }
            group.addTask {
                for await signal in await UnixSignalsSequence(
                    trapping: .sigint, .sigterm, .sigwinch)
                {
                    guard signal == .sigwinch else { return .signal(signal) }
                    sender.yield()
                }
                return .ofFeed
            }
            defer { group.cancelAll() }
            while let end = try await group.next() {
                if case .ofFeed = end { continue }
                return end
            }
            return .ofFeed
        }
    }

    /// - Returns: The last picture's lines.
    private func draw(_ progress: Progress, _ changes: AsyncStream<Void>) async throws -> End {
        var picture: BracketPicture?
        for await _ in changes {
            let (position, footer) = progress.now
            do {
                picture = try await BracketPicture.take(desk, behind: position)
            } catch let failure as Failure where failure.status == .unreachable {
                // The feed tells of it; until it is back, the last picture stays.
            }
            Screen.draw(
                picture?.lines(height: Terminal.height, footer: footer, .ofOutput) ?? [footer])
        }
        return .ofPictures(picture?.lines(height: .max, footer: "", .ofOutput).dropLast(2) ?? [])
    }
}

/// How far the stream has come, and whether it is open.
private final class Progress: Sendable {
    private let state: Mutex<(position: String?, footer: String)>

    init(position: String?) { state = Mutex((position, "connecting")) }

    var now: (position: String?, footer: String) { state.withLock { $0 } }

    func take(_ news: BracketFeed.News) {
        state.withLock { state in
            switch news {
            case .connected: state.footer = "live; end with Ctrl-C"
            case .event(let event): state.position = event.id ?? state.position
            case .lost(let why):
                state.footer = "connection lost, trying again: \(why.onOneLine)"
            }
        }
    }
}
