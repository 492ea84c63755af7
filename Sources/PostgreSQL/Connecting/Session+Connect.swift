import CLibPQ
import Glibc
import Logging

extension Session {
    /// Connects, on the calling thread, which waits for it without being on the cooperative pool.
    ///
    /// - Throws: `PostgresFailure` with `connectFailed`, or `cancelled` when `mailbox` is closed
    ///   meanwhile.
    static func connect(_ configuration: Configuration, mailbox: Mailbox) throws -> Session {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let session = try start(configuration)
        var status = PGRES_POLLING_WRITING
        while true {
            guard session.socket >= 0, !session.isBad else { throw session.connectFailure }
            try session.wait(for: status, until: deadline, mailbox: mailbox)
            status = PQconnectPoll(session.pointer)
            if status == PGRES_POLLING_FAILED { throw session.connectFailure }
            if status == PGRES_POLLING_OK { break }
        }
        guard PQsetnonblocking(session.pointer, 1) == 0, session.resumePipelining() else {
            throw session.connectFailure
        }
        PQsetNoticeReceiver(session.pointer, logNotice, nil)
        return session
    }

    private static func start(_ configuration: Configuration) throws -> Session {
        let parameters = configuration.connectParameters.sorted { $0.key < $1.key }
        let keywords = parameters.map { strdup($0.key) } + [nil]
        let values = parameters.map { strdup($0.value) } + [nil]
        defer { for string in keywords + values { free(string) } }
        let pointer = PQconnectStartParams(
            keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 0)
        guard let pointer else {
            throw PostgresFailure(code: .connectFailed, message: "no memory for a connection")
        }
        return Session(owning: pointer)
    }

    private func wait(
        for status: PostgresPollingStatusType, until deadline: ContinuousClock.Instant,
        mailbox: Mailbox
    ) throws {
        let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
        while true {
            var descriptors = [
                pollfd(fd: socket, events: Int16(events), revents: 0),
                pollfd(fd: mailbox.bell, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline - .now
            guard left > .zero else {
                throw PostgresFailure(
                    code: .connectFailed, message: "the database did not answer in time")
            }
            poll(&descriptors, 2, Int32(clamping: left.milliseconds))
            guard mailbox.isOpen else {
                throw PostgresFailure(code: .cancelled, message: "the connecting was cancelled")
            }
            if descriptors[0].revents != 0 { return }
            if descriptors[1].revents != 0 { mailbox.silence() }
        }
    }

    private var connectFailure: PostgresFailure {
        PostgresFailure(code: .connectFailed, message: errorMessage)
    }
}

/// What the server remarks on goes to the log, never to the terminal.
private let logger = Logger(label: "clubs.postgresql")

private func logNotice(_: UnsafeMutableRawPointer?, result: OpaquePointer?) {
    func field(_ code: Int32) -> String {
        PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
    }
    let isWarning = field(Diagnostic.severity) == "WARNING"
    logger.log(
        level: isWarning ? .warning : .debug, "PostgreSQL: \(field(Diagnostic.message))",
        metadata: ["sqlState": "\(field(Diagnostic.sqlState))"])
}
