import Foundation

/// The standard output and the standard error.
///
/// Nothing is kept back in a buffer, so that a pipe sees each line when it is written.
enum Terminal {
    /// Whether somebody reads the output as it comes, and not a file or another program.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Whether somebody sees the progress and the errors as they come.
    static let isWatched = isatty(STDERR_FILENO) == 1

    /// The width in columns; 80 where the terminal does not tell.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// The height in lines; 24 where the terminal does not tell.
    static var height: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
        return Int(size.ws_row)
    }

    static func print(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes a file as it is, to the last byte.
    static func write(_ file: Data) {
        write(file, to: STDOUT_FILENO)
    }

    /// Writes beside the output: progress, and what went wrong.
    static func note(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes over the line that stands there, and stays on it.
    static func replaceNote(_ text: String) {
        write("\r\u{1B}[K" + text, to: STDERR_FILENO)
    }

    /// Says what went wrong in one block: what, why, and what would help.
    static func complain(_ failure: Failure) {
        let style = Style.ofErrors
        var lines = [style.red(style.bold("error: ")) + style.bold(failure.what)]
        if let why = failure.why { lines.append("  why:    " + why) }
        if let remedy = failure.remedy { lines.append("  remedy: " + remedy) }
        if let code = failure.code { lines.append(style.dim("  code:   " + code)) }
        note(lines.joined(separator: "\n"))
    }

    /// Writes everything, or ends the program where nobody reads any more.
    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(
        _ bytes: some ContiguousBytes & Collection<UInt8>, to descriptor: Int32
    ) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return endWithoutReader(errno) }
            rest.removeFirst(count)
        }
    }

    /// Ends the program as the signal would have that it has caught, so that who called it knows.
    static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        kill(getpid(), number)
        exit(128 + number)
    }

    /// As any program ends whose pipe is closed. The network's library has switched the signal off,
    /// and without it `clubs club watch chess | head` would go on for ever.
    private static func endWithoutReader(_ reason: Int32) {
        guard reason == EPIPE else { return }
        end(by: SIGPIPE)
    }
}
