import Glibc

/// A program run to its end, with what it printed and what it cost.
package struct ChildProcess: Sendable {
    package let status: Int32
    /// Standard output and standard error, as they came.
    package let output: String
    /// User and system time, in seconds.
    package let processorTime: Double
    /// The largest resident size, in bytes.
    package let memory: Int

    package enum Failure: Error, CustomStringConvertible {
        case notStarted(String, code: Int32)
        case tookTooLong(String, seconds: Int)

        package var description: String {
            switch self {
            case .notStarted(let command, let code):
                "\(command) could not be started: \(String(cString: strerror(code)))"
            case .tookTooLong(let command, let seconds):
                "\(command) was stopped after \(seconds) seconds"
            }
        }
    }

    /// Runs a program found by its path or along `PATH`.
    ///
    /// - Parameter deadline: Seconds without a line of output after which it is stopped.
    package init(_ arguments: [String], deadline: Int = 300) throws(Failure) {
        let name = arguments.first ?? ""
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .notStarted(name, code: errno) }
        let process: pid_t
        do throws(Failure) {
            process = try Self.spawn(arguments, output: ends[1], closing: ends[0])
            close(ends[1])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        let bytes = Self.read(ends[0], deadline: deadline)
        close(ends[0])
        if bytes == nil { kill(process, SIGKILL) }
        var usage = rusage()
        var status: Int32 = 0
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        guard let bytes else { throw .tookTooLong(name, seconds: deadline) }
        let signal = status & 0x7F
        self.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        output = String(decoding: bytes, as: UTF8.self)
        processorTime = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        memory = usage.ru_maxrss * 1024
    }

    private static func spawn(_ arguments: [String], output: Int32, closing other: Int32)
        throws(Failure) -> pid_t
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        posix_spawn_file_actions_addclose(&actions, other)
        posix_spawn_file_actions_addclose(&actions, output)
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard let program = words[0] else { throw .notStarted("", code: ENOENT) }
        let code = posix_spawnp(&process, program, &actions, nil, &words, environ)
        guard code == 0 else { throw .notStarted(arguments.first ?? "", code: code) }
        return process
    }

    /// - Returns: nil if nothing came for too long.
    private static func read(_ descriptor: Int32, deadline: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(deadline) * 1000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
