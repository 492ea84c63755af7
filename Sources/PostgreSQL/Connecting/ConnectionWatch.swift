import Glibc

/// What a connection's thread waits for.
struct ConnectionWatch: Sendable {
    /// Negative where it is not to be looked at.
    let socket: Int32
    /// Until the socket takes more, or there is something to read; else for that alone.
    let isForWriting: Bool
    let bell: Int32
    /// For ever where nothing is said.
    let until: ContinuousClock.Instant?

    /// What has come; neither where the time is over, or a signal has interrupted the waiting.
    struct Found: Sendable {
        let isSocketReady: Bool
        let isBellRung: Bool
    }

    /// Blocks the calling thread.
    func wait() -> Found {
        var descriptors = [
            pollfd(
                fd: socket, events: Int16(isForWriting ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        poll(&descriptors, 2, milliseconds)
        return Found(
            isSocketReady: descriptors[0].revents != 0, isBellRung: descriptors[1].revents != 0)
    }

    private var milliseconds: Int32 {
        until.map { Int32(clamping: max(0, ($0 - .now).milliseconds)) } ?? -1
    }
}
